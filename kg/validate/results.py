"""What a check finds: violations, and the sentences behind them."""

from dataclasses import dataclass

SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A sentence: the IRI of its evidence, its document with title and file, and its place there in code points."""

    document: str
    start: int
    end: int
    text: str
    title: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What a shape says against a node; `document` is the graph that shows it, "" for all graphs together.

    `value` is the offending term as N-Triples write it, `path` the property, both "" where there is none; `severity`
    (Violation, Warning, Info) and `component` are local names of the SHACL vocabulary; `shape` is an IRI or "".
    """

    document: str
    focus: str
    path: str
    value: str
    message: str
    severity: str
    component: str
    shape: str
    quotes: tuple[Quote, ...] = ()

    @property
    def is_grave(self) -> bool:
        """Whether it is a violation, and no warning or remark."""
        return self.severity == "Violation"

    @property
    def key(self) -> tuple[str, ...]:
        """What it says, of whichever graph."""
        return self.focus, self.path, self.value, self.message, self.component, self.shape
