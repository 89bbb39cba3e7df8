"""What may become a rule: patterns of words and slots, and verbs, made from sentences that rules miss."""

from dataclasses import dataclass

from kg.records import Status

PHRASE, FRAME, VERB = "phrase", "frame", "verb"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule to be tried: the pattern of a phrase, or a verb for the frame that is named, or for a new one.

    `subjects` and `objects` are the classes of its ends. `width` says how much else it may match: of two that find the
    same the narrower is better, but for its classes. One sentence is not enough for what `is_weak`: words that stand
    around the ends, a status that the words do not show.
    """

    kind: str
    predicate: str
    words: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    width: int = 0
    frame: str | None = None
    status: Status = "asserted"
    is_weak: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """What decides between candidates that are as good as each other: the plainer first."""
        kinds = (VERB, FRAME, PHRASE)
        classes = len(self.subjects) + len(self.objects)
        plain = self.status == "asserted"
        return kinds.index(self.kind), not plain, self.width, -classes, len(self.words), self.words, self.frame or ""
