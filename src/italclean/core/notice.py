"""The name under which `dedup.engine` still knows a sentence for a user."""

from __future__ import annotations

from italclean.messages.text import Text as Notice

__all__ = ["Notice"]
