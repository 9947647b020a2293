"""Consent: a statement of one purpose and channel about one address or person, with a date and a source.

`purposes` knows what the columns are called, `headers` what a list calls them, `strictest` the one rule by
which statements are weighed (within a row, over the rows of a customer and over sources), `reach` whether a
customer may be contacted by e-mail, telephone or post.
"""

from __future__ import annotations

from italclean.consent.reach import of_contact
from italclean.consent.strictest import strictest

__all__ = ["of_contact", "strictest"]
