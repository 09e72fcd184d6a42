"""The facts that OGRS3 needs, one array a field."""

from __future__ import annotations

from dataclasses import dataclass

from probata.tabular.given import Given

# Values of an offence that is given but has no weight.
WRONG_FORMAT, NEEDS_DETAILS, NO_WEIGHT = -1, -2, -3


@dataclass(frozen=True)
class People:
    """n people. Sex is 0 male, 1 female; dates are days since 1970-01-01.

    `first` is the age at the first sanction of any kind in completed years, or, where
    `first_is_date`, its day. `offence` is a place in `coefficients.OFFENCES` or one of
    the negative values above. `sanctions` counts all occasions, the current one included.
    """

    sex: Given
    birth: Given
    conviction: Given
    followup: Given
    sanctions: Given
    first: Given
    offence: Given
    first_is_date: bool = False

    @property
    def n(self) -> int:
        return len(self.sex.values)

    @property
    def fields(self) -> tuple[Given, ...]:
        """In the order of `problems.FIELDS`."""
        return (
            self.sex,
            self.birth,
            self.conviction,
            self.followup,
            self.sanctions,
            self.first,
            self.offence,
        )
