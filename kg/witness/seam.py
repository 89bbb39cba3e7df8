"""What a witness is."""

from collections.abc import Callable, Sequence
from typing import Protocol

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Mention, Reading, Rejected, Statement

LANGUAGE_MODEL = "llm"
"""The kind of witness that is asked once, and heard from what was recorded: "llm:MODEL"."""
UNASKED = "the model has not answered about a part of the text"
"""Why something may be missing of a document, which a later build is to ask about."""

Extractor = Callable[[Document, Sequence[Entity], Sequence[Mention], Ontology, Lexicon], Sequence[Statement]]
"""A way to find statements in a document whose entities are known."""


class Witness(Protocol):
    """Reads a document beside the rules; the same document always gives the same.

    It is asked twice: for what the document names, then, when all that rules and witnesses found is linked, for what
    is said of it. `name` stands in `kg:foundBy`: a kind and a model, "spacy:en_core_web_sm". A witness is sent to
    other processes: it can be pickled, and loads what is large when it is first asked.
    """

    @property
    def name(self) -> str:
        """What it is called in the graph."""

    def mentions(self, reading: Reading, ontology: Ontology, lexicon: Lexicon) -> Sequence[Mention]:
        """Return the names that it finds; `reading` is what the rules read alone. Those of one `name` are one thing."""

    def statements(
        self,
        reading: Reading,
        entities: Sequence[Entity],
        mentions: Sequence[Mention],
        ontology: Ontology,
        lexicon: Lexicon,
    ) -> Sequence[Statement | Rejected]:
        """Return what it says of the entities, and what it had to leave out, with reasons; the gate sees the rest.

        `reading` is that of the rules alone; `entities` and `mentions`, linked, are those of rules and witnesses.
        """
