"""What goes to a terminal: no control characters of anybody's data, and no harm where nobody listens.

Messages go to standard error, data to standard output. Either may be closed, full or a pipe that nobody reads any
longer: the job is done all the same, and what was lost is said where something can still be said.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Callable
from typing import TextIO

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that a terminal obeys (ESC, CR, the C1 range) or that turn the direction of text; bytes that are no text."""


class Streams:
    """The two outputs of a process, and what could not be written to them."""

    def __init__(self) -> None:
        self.lost: str | None = None
        """Why standard output could not be written, None where it could."""
        self.gone = False
        """Whether whoever read standard output has gone: nothing more needs to be made for it."""

    def put(self, text: str) -> None:
        """Write data and a line end to standard output; nothing where nobody reads it any longer (`| head`)."""
        self._write(lambda out: out.write(f"{text}\n"))

    def put_bytes(self, data: bytes) -> None:
        """Write data to standard output as it is, whatever its encoding."""

        def write(out: TextIO) -> None:
            out.flush()
            out.buffer.write(data)

        self._write(write)

    def _write(self, write: Callable[[TextIO], object]) -> None:
        if self.gone:
            return
        try:
            if sys.stdout is None:
                raise OSError(errno.EBADF, "closed")
            write(sys.stdout)
        except BrokenPipeError:
            # The parser of the command line would end the process with 1.
            self.gone = True
            _to_nowhere(sys.stdout)
        except (OSError, ValueError) as error:
            self.lost = self.lost or getattr(error, "strerror", None) or "closed"

    def finish(self) -> None:
        """Send off what is still held back."""
        try:
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            _to_nowhere(sys.stdout)
        except (OSError, ValueError) as error:
            self.lost = self.lost or getattr(error, "strerror", None) or "closed"
            _to_nowhere(sys.stdout)


STREAMS = Streams()


def put(text: str) -> None:
    """Write data to standard output; see `Streams.put`."""
    STREAMS.put(text)


def put_bytes(data: bytes) -> None:
    """Write data to standard output as it is; see `Streams.put_bytes`."""
    STREAMS.put_bytes(data)


def say(text: str) -> None:
    """Write a message to standard error; where nobody can read it, nothing happens."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{readable(text)}\n")
            sys.stderr.flush()
    except (OSError, ValueError):
        _to_nowhere(sys.stderr)


def readable(text: str) -> str:
    r"""Show what a terminal would obey as an escape instead.

    Examples:
        >>> readable("Via Roma\x1b[2J")
        'Via Roma\\x1b[2J'
    """
    return _CONTROL.sub(lambda sign: sign[0].encode("unicode_escape", "surrogatepass").decode(), text)


def valid_json(line: str) -> str:
    r"""Escape in a line of JSON what a terminal would obey; to a program it is the same JSON.

    Examples:
        >>> valid_json('{"input": "\x9b2J"}')
        '{"input": "\\u009b2J"}'
    """
    return _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line)


def is_terminal(stream: object) -> bool:
    """Tell whether a stream is a terminal; one that is closed is none."""
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:
        return False


def hold_streams() -> None:
    """Make a process safe against closed streams and what libraries print by themselves.

    A descriptor that was closed would be given to the next file opened, and messages would be written into it. What
    compiled libraries print when they fail may name a cell: of the descriptor of standard error only our own messages
    make use.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.fileno() == 2:
        ours = os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        sys.stderr = ours


def _to_nowhere(stream: object) -> None:
    """Let what a stream still holds go nowhere, so that the interpreter does not stumble over it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[attr-defined]
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass
