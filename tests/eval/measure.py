"""One figure: what was measured, its target, and whether it holds."""
import dataclasses
from typing import Optional


@dataclasses.dataclass(frozen=True)
class Measure:
    group: str
    name: str
    value: float
    # What the value should reach, or stay below where `at_most`; None: told for information.
    target: Optional[float] = None
    at_most: bool = False
    # How many it was counted over, or what else helps to read it.
    note: str = ""
    # Printed digits after the point.
    digits: int = 3

    @property
    def key(self):
        return f"{self.group}/{self.name}"

    @property
    def holds(self):
        """None without a target."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target

    def better_than(self, earlier):
        """The change since `earlier`, positive when it is an improvement."""
        return (earlier - self.value) if self.at_most else (self.value - earlier)
