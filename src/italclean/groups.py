"""Settings that go together: fields of a dataclass, each with its default, bounds and words, checked when made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from numbers import Real
from pathlib import Path
from typing import Any

from italclean.errors import BadOption
from italclean.messages.text import argument, said


def setting(
    default: Any,
    help: str,  # noqa: A002 - as the command line calls it
    *,
    flag: str = "",
    metavar: str | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Any:
    """Declare a setting, as a field of a dataclass.

    Args:
        default: Its default.
        help: What it does, as the command line's help says it.
        flag: The option, where it is not called as the field.
        metavar: What the help calls the value.
        least: The least number that makes sense.
        most: The greatest number that makes sense.
    """
    known = {"help": help, "flag": flag, "metavar": metavar, "least": least, "most": most}
    return field(default=default, metadata=known)


@dataclass(frozen=True)
class Group:
    """Settings that go together; they are checked when they are made.

    Raises:
        BadOption: A number is out of its bounds, or one text is given for a list.
    """

    def __post_init__(self) -> None:
        for declared in fields(self):
            value = getattr(self, declared.name)
            least, most = (declared.metadata.get(name) for name in ("least", "most"))
            if (least is not None or most is not None) and not (value is None and "None" in str(declared.type)):
                self._check_number(declared.name, value, least, most)
            if isinstance(declared.default, tuple):
                object.__setattr__(self, declared.name, self._listed(declared.name, value))

    def _check_number(self, name: str, value: Any, least: float | None, most: float | None) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float | Real):
            raise BadOption(value=value, option=argument(name), reason=said("error.not_a_number"))
        if not isinstance(value, int | float):
            # A number of NumPy's is one of Python's from here on.
            object.__setattr__(self, name, float(value))
        # Not a number is no number between two bounds.
        number = float(value)
        low, high = least is not None and not number >= least, most is not None and not number <= most
        if low or high:
            reason = said("error.at_least" if low else "error.at_most", bound=f"{least if low else most:g}")
            raise BadOption(value=value, option=argument(name), reason=reason)

    def _listed(self, name: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, str | bytes):
            # One text has letters, and would be taken for a list of them.
            raise BadOption(value=value, option=argument(name), reason=said("error.not_a_list", name=name, value=value))
        return tuple(value)

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain data."""
        told = {declared.name: getattr(self, declared.name) for declared in fields(self)}
        return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, date | Path) else value
