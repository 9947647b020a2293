"""The steps in which the rows of a list are cleaned, in their order.

What a step reads and writes stands at the step. A fact of the whole list stands where all that it is found in has been
settled; the steps that need it come after.
"""

from __future__ import annotations

from italclean.core.columns import no_text
from italclean.fields.catalogue import canonical_position
from italclean.rows import (
    activity,
    addresses,
    codes,
    consents,
    contacts,
    greetings,
    invoicing,
    mailboxes,
    name_order,
    names,
    numbers,
    places,
    reach,
)
from italclean.rows.mailboxes import CheckDomains
from italclean.rows.step import Fact, Step, step
from italclean.rows.worksheet import Worksheet

BROUGHT = Fact(
    "brought", found=lambda sheet: frozenset(sheet.derived), together=lambda parts: frozenset().union(*parts)
)
"""The canonical columns that no input column holds and some row fills."""


@step(needs=[BROUGHT])
def even_columns(sheet: Worksheet) -> None:
    """Give every batch the columns that any row of the list fills, in one order."""
    brought = sorted(sheet.facts[BROUGHT.name], key=canonical_position)
    sheet.derived = {name: sheet.derived.get(name, no_text(sheet.height, name)) for name in brought}


def order(check_domains: CheckDomains | None = None) -> tuple[Step | Fact, ...]:
    """Return the steps and the facts between them.

    Args:
        check_domains: Asks which domains of e-mail addresses take no mail; without it nobody is asked.
    """
    return (
        codes.separate_codes,
        addresses.part_addresses,
        places.part_places,
        places.LIST_HAS_CAPS,
        places.settle_places,
        addresses.settle_conflicts,
        addresses.keep_localities,
        numbers.read_numbers,
        contacts.open_contacts,
        contacts.KINDS_OF_NUMBERS,
        contacts.settle_contacts,
        # All addresses are in their place: none arrives after the DNS was asked.
        mailboxes.domains(check_domains),
        mailboxes.hold_dead_domains,
        mailboxes.tell_mailboxes,
        names.settle_names,
        name_order.part_whole_names,
        codes.choose_codes,
        codes.mend_codes,
        name_order.settle_order,
        codes.check_codes,
        names.part_kinds,
        greetings.tell_sex,
        greetings.greet,
        codes.SHARED_NUMBERS,
        codes.report_shared_numbers,
        invoicing.check_recipients,
        consents.settle_consents,
        activity.MOST_ORDERED,
        activity.tell_activity,
        BROUGHT,
        even_columns,
        reach.DOUBTED,
        reach.MAYBE_REFUSALS,
        reach.tell_reachable,
    )
