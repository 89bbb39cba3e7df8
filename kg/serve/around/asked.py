"""Turn the address of the graph page into what it asks for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.serve.pages.ask import iri_text
from kg.serve.settings import Refusal

MOST = 30
"""Names in an address: nobody walks further without beginning anew, and the address stays short enough to be sent."""

PAGE = 48
"""Neighbours of an entity that one mention of its name asks for: as many as a picture of one entity bears."""

MOST_NEIGHBOURS = 480
"""Neighbours that all names together ask for; with more than ten names each is given fewer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The entities whose surroundings are asked for, in the order in which they were walked to.

    One that is named twice is given twice as many neighbours. With `best` the best connected entities are shown too.
    """

    names: tuple[str, ...] = ()
    best: bool = False

    @property
    def roots(self) -> tuple[str, ...]:
        """Each entity once."""
        return tuple(dict.fromkeys(self.names))

    def limits(self) -> dict[str, int]:
        """Return how many neighbours each entity may bring.

        >>> Asked(("https://kg.example/a", "https://kg.example/b", "https://kg.example/a")).limits()
        {'https://kg.example/a': 96, 'https://kg.example/b': 48}
        """
        page = min(PAGE, MOST_NEIGHBOURS // max(1, len(self.names)))
        return {root: page * times for root, times in Counter(self.names).items()}


def read_asked(parameters: Mapping[str, Sequence[str]]) -> Asked:
    """Return what `iri=…`, any number of times, and `best=1` ask for; raise Refusal for what is no IRI, or too much."""
    names = tuple(parameters.get("iri", ()))
    if len(names) > MOST:
        raise Refusal(400, f"the address names {len(names)} entities. Name at most {MOST}, or begin anew at /graph.")
    for name in names:
        iri_text(name)
    return Asked(names, best=not names or parameters.get("best", [""])[-1] == "1")
