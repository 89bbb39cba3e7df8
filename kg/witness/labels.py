"""What the labels of models are called here, read from `data/language/model-labels.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.ontology import Ontology
from kg.resources import LANGUAGE


@dataclass(frozen=True, slots=True)
class Choice:
    """A class, and what must hold of a name that has it: "known", "called", "read", or nothing."""

    type: str
    condition: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The choices for each label of a named-entity model, and the labels of a parser by what they mean."""

    classes: Mapping[str, tuple[Choice, ...]]
    dependencies: Mapping[str, frozenset[str]]

    def choices(self, label: str, ontology: Ontology) -> tuple[Choice, ...]:
        """Return the classes that a label may mean, the first first; none for one that means nothing here."""
        found = self.classes.get(label)
        if found is None:
            own = {name.casefold(): name for name in ontology.classes}.get(label.casefold())
            found = self.classes.get(own, (Choice(own, ""),)) if own else ()
        return tuple(choice for choice in found if choice.type in ontology.classes)


@cache
def load_labels() -> Labels:
    """Return the labels."""
    with (LANGUAGE / "model-labels.toml").open("rb") as file:
        tables = tomllib.load(file)
    return Labels(
        {label: tuple(map(_choice, row)) for label, row in tables["labels"].items()},
        {name: frozenset(row) for name, row in tables["dependencies"].items()},
    )


def _choice(text: str) -> Choice:
    type_, _, condition = text.partition(" if ")
    return Choice(type_, condition)
