"""Why something cannot be done, in words for the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterable

from probata.errors import Fault, UserError


class Refused(UserError):
    """Nothing was done. The place of each fault is the id of a field of the page."""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What an error summary lists: where to go, and the words."""
        return [
            (f"#{fault.where}", f"{fault.problem} {fault.mend}".strip())
            for fault in self.faults
        ]


def refuse(field: str, problem: str, mend: str = "") -> Refused:
    """For one fault."""
    return Refused(problem, [Fault(field, problem, mend)])


def refuse_all(faults: Iterable[Fault]) -> None:
    """Raise Refused where there is any fault, with all of them."""
    found = list(faults)
    if found:
        raise Refused(found[0].problem, found)
