"""The codice fiscale held against the other fields of its row: computed, compared, mended.

    >>> from italclean import fiscal
    >>> fiscal.compute("Rossi", "Mario", "1985-12-10", "M", "San Giuliano Terme").value
    'RSSMRA85T10A562S'

`compute` makes the code that the fields of a person lead to, `agreement` tells part by part whether codes fit
the fields of their rows, `repair` mends mistyped codes where the fields prove the only candidate.
"""

from italclean.fiscal.agreement import agreement
from italclean.fiscal.encoding import compute, computed
from italclean.fiscal.repair import repair

__all__ = ["agreement", "compute", "computed", "repair"]
