"""How the second, the third … column of one field is called: `telefono_2`. Nothing else knows it."""

from __future__ import annotations

import re

_COPY = re.compile(r"^(.+?)_([2-9]|[1-9][0-9]+)$")


def parted(column: str) -> tuple[str, int]:
    """Part a column of a list into its field and its number.

    Args:
        column: The column's name.

    Examples:
        >>> parted("telefono"), parted("telefono_2"), parted("consenso_sms"), parted("email_2_stato")
        (('telefono', 1), ('telefono', 2), ('consenso_sms', 1), ('email_2_stato', 1))
    """
    found = _COPY.match(column)
    return (found[1], int(found[2])) if found else (column, 1)


def numbered(name: str, number: int) -> str:
    """Name the column of a field that is the first, the second … of it.

    Args:
        name: The field.
        number: Which one, from 1.

    Examples:
        >>> numbered("telefono", 1), numbered("telefono", 2)
        ('telefono', 'telefono_2')
    """
    return name if number == 1 else f"{name}_{number}"


def is_of(column: str, *fields: str) -> bool:
    """Tell whether a column is one of some fields, a further one too.

    Args:
        column: The column's name.
        fields: The fields.

    Examples:
        >>> is_of("telefono_3", "telefono", "cellulare"), is_of("telefono_stato", "telefono")
        (True, False)
    """
    return parted(column)[0] in fields
