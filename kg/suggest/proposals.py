"""What is proposed: rules and names, each with what it finds."""

from dataclasses import dataclass

from kg.errors import KGError
from kg.records import Status


@dataclass(frozen=True, slots=True)
class Wrong:
    """A statement that a proposal makes and that neither rules nor witnesses made: a slip, or what they overlooked."""

    source: str
    subject: str
    predicate: str
    object: str
    quote: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase, a frame, or a verb for a frame that there is.

    `name` is that of the phrase or frame, `words` are its pattern or verb; `subjects` and `objects` are the classes of
    its ends, of a new frame `role` is that of the subject. `gain` counts statements that only witnesses made before,
    `wrong` are all others that it makes anew; `documents` are those that it finds something in.
    """

    kind: str
    name: str
    predicate: str
    words: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    role: str | None
    status: Status
    example: str
    gain: int = 0
    wrong: tuple[Wrong, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def cost(self) -> int:
        """How many statements it makes that nobody made."""
        return len(self.wrong)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a gazetteer.

    `gain` counts the places where rules find the name with it and did not before, `cost` those where they find it and
    witnesses do not; `statements` is the number of statements of witnesses that are about it.
    """

    table: str
    cells: tuple[str, ...]
    gain: int
    cost: int
    statements: int
    documents: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name."""
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is proposed, and what rules find of the statements that witnesses make.

    `told` is the number of these statements, of which rules find `before` by themselves, `after` with the rules that
    are proposed, and `with_names` with the names too. `lost` are statements of rules that are found no more. `extends`
    is the ontology that the rules are written for, where it is not the built-in one. `unheard` documents were not
    answered about whole; `errors` are of those that could not be read.
    """

    rules: tuple[Rule, ...] = ()
    rows: tuple[Row, ...] = ()
    told: int = 0
    before: int = 0
    after: int = 0
    with_names: int = 0
    lost: int = 0
    extends: str | None = None
    unheard: int = 0
    errors: tuple[KGError, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is proposed."""
        return bool(self.rules or self.rows)
