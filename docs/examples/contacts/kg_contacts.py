"""A witness that reads the contact lines of press releases: "Media contact: Ilse Vantore, Kestrel Forge"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Mention, Reading, Span, Statement

_PARTS = (("person", "Person"), ("body", "Organization"))


@dataclass(frozen=True)
class Contacts:
    """Reads lines that begin with "LABEL contact:"; the label stands behind the colon of `--witness contacts:LABEL`."""

    label: str = ""

    @property
    def name(self) -> str:
        """What it is called in the graph."""
        return f"contacts:{self.label or 'Media'}"

    def mentions(self, reading: Reading, _ontology: Ontology, _lexicon: Lexicon) -> Sequence[Mention]:
        """Return the persons and bodies of contact lines."""
        document = reading.document
        spans = [(Span(*line.span(part)), type_) for line in self._lines(document) for part, type_ in _PARTS]
        return [Mention(s.start, s.end, document.text[s.start : s.end], type_, self.name) for s, type_ in spans]

    def statements(
        self,
        reading: Reading,
        _entities: Sequence[Entity],
        mentions: Sequence[Mention],
        _ontology: Ontology,
        _lexicon: Lexicon,
    ) -> Sequence[Statement]:
        """Return for whom these persons work."""
        return [*self._stated(reading.document, mentions)]

    def _stated(self, document: Document, mentions: Sequence[Mention]) -> Iterator[Statement]:
        entity = {mention.span: mention.entity for mention in mentions}
        for line in self._lines(document):
            person, body = Span(*line.span("person")), Span(*line.span("body"))
            said, office = entity.get(person), entity.get(body)
            if said and office:
                quote = Evidence(*line.span(), line[0], subject=person, trigger=Span(*line.span("role")), object=body)
                yield Statement(said, "affiliation", office, role=line["role"].lower(), evidence=(quote,))

    def _lines(self, document: Document) -> Iterator[re.Match[str]]:
        role = re.escape(self.label or "Media") + " contact"
        pattern = rf"^(?P<role>{role}): (?P<person>[^,\n]+), (?P<body>[^,\n]*[^,\s])"
        lines = re.finditer(pattern, document.text, re.MULTILINE | re.IGNORECASE)
        return (line for line in lines if any(Span(*line.span()) in main for main in document.main))
