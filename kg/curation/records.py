"""What people decide about a graph: frozen records, keyed on content so that they survive a rebuild.

Things are named by their paths below the base, documents by the SHA-256 of their text. Who decided, when and why is no
part of what makes two decisions the same.
"""

from dataclasses import dataclass, field

from kg.errors import KGError
from kg.records import Status
from kg.text import slug


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Who decided, on which day (ISO 8601), and why; each may be empty."""

    who: str = ""
    when: str = ""
    why: str = ""

    def __str__(self) -> str:
        """Return it in words: "by anna on 2026-11-26: one agency"."""
        said = (f" by {self.who}" if self.who else "") + (f" on {self.when}" if self.when else "")
        return said.strip() + (f": {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Two paths are one thing: all that is said of `drop` is said of `keep`."""

    keep: str
    drop: str
    note: Note = field(default_factory=Note, compare=False)

    def __str__(self) -> str:
        return f"merge {self.drop} into {self.keep}"


@dataclass(frozen=True, slots=True)
class Split:
    """Where one document, or one way of writing, speaks of `entity`, it speaks of `into`, which is called `name`.

    `document` is the SHA-256 of a text, `mention` the words in the text; one of them or both. `type` is the class of
    the new thing, where it is not that of the old one.
    """

    entity: str
    into: str
    name: str
    document: str | None = None
    mention: str | None = None
    type: str | None = None
    note: Note = field(default_factory=Note, compare=False)

    def __str__(self) -> str:
        scope = [f"in document {self.document[:8]}"] if self.document else []
        scope += [f'where it is written "{self.mention}"'] if self.mention else []
        return f"split {self.into} from {self.entity} {', '.join(scope)}"

    def fits(self, document: str, text: str | None) -> bool:
        """Return whether it speaks of a mention with this text in the document of this hash."""
        if self.document is not None and self.document != document:
            return False
        return self.mention is None or (text is not None and slug(text) == slug(self.mention))

    @property
    def rank(self) -> tuple[bool, bool]:
        """What comes first where several fit: the words, then the document."""
        return self.mention is None, self.document is None


@dataclass(frozen=True, slots=True, order=True)
class Distinction:
    """Two paths are two things, however alike their names; `kg review` does not ask again."""

    one: str
    other: str
    note: Note = field(default_factory=Note, compare=False)

    def __str__(self) -> str:
        return f"tell {self.one} and {self.other} apart"


@dataclass(frozen=True, slots=True, order=True)
class Rename:
    """A thing is called otherwise; the old name stays an alias."""

    entity: str
    label: str
    note: Note = field(default_factory=Note, compare=False)

    def __str__(self) -> str:
        return f'rename {self.entity} to "{self.label}"'


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of a fact, in the document of this hash or, with None, wherever it is stated.

    `predicate` is the IRI of a property.
    """

    subject: str
    predicate: str
    object: str
    status: Status = "asserted"
    document: str | None = None
    note: Note = field(default_factory=Note, compare=False)

    def __str__(self) -> str:
        status = "" if self.status == "asserted" else f" ({self.status})"
        scope = f" in document {self.document[:8]}" if self.document else ""
        fact = f"{self.subject} {self.predicate.replace('/', '#').rsplit('#', 1)[-1]} {self.object}"
        return f"{self.word} {fact}{status}{scope}"

    @property
    def word(self) -> str:
        """The verb."""
        return "judge"

    @property
    def fact(self) -> tuple[str, str, str, str]:
        """The fact itself: subject, predicate, object, status."""
        return self.subject, self.predicate, self.object, self.status


@dataclass(frozen=True, slots=True)
class Reject(Verdict):
    """The fact is not to be stated."""

    @property
    def word(self) -> str:
        """The verb."""
        return "reject"


@dataclass(frozen=True, slots=True)
class Accept(Verdict):
    """The fact has been looked at and stands; `kg review` does not ask again."""

    @property
    def word(self) -> str:
        """The verb."""
        return "accept"


Decision = Merge | Split | Distinction | Rename | Reject | Accept


class ContradictionError(KGError):
    """Two decisions that cannot both be followed."""

    def __init__(self, first: Decision, second: Decision) -> None:
        one, other = (f"{decision}{_told(decision.note)}" for decision in (first, second))
        super().__init__(f"these two decisions contradict each other: {one}; {other}. Take one of them out.")
        self.first, self.second = first, second


def _told(note: Note) -> str:
    return f" ({note})" if str(note) else ""
