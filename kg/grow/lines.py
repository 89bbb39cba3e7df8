"""Which lines of quads go and come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of quads that go and that come; one that does both does neither."""

    gone: set[bytes] = field(default_factory=set)
    came: set[bytes] = field(default_factory=set)

    def change(self, gone: Iterable[bytes], came: Iterable[bytes]) -> None:
        """Add what goes and what comes."""
        for line in gone:
            if line in self.came:
                self.came.remove(line)
            else:
                self.gone.add(line)
        for line in came:
            if line in self.gone:
                self.gone.remove(line)
            else:
                self.came.add(line)

    def sorted(self) -> tuple[Sequence[bytes], Sequence[bytes]]:
        """Return both in order."""
        return sorted(self.gone), sorted(self.came)
