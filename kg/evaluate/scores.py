"""Counts of what is right, wrong and missed, as precision, recall and F1."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["right", "wrong", "missed"]
Counts = Counter[tuple[str, str, Outcome]]
"""How often each outcome was met, by measure and kind."""

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Score:
    """What a program got right, what it wrongly added, and what it missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was given that is right."""
        return round(_share(self.right, self.wrong), 3)

    @property
    def recall(self) -> float:
        """The share of what is wanted that was given."""
        return round(_share(self.right, self.missed), 3)

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        >>> Score(right=6, wrong=2, missed=4).f1
        0.667
        """
        precision, recall = _share(self.right, self.wrong), _share(self.right, self.missed)
        both = precision + recall
        return round(2 * precision * recall / both, 3) if both else 0.0


def _share(right: int, others: int) -> float:
    return right / (right + others) if right else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores by measure and kind; the kind `ALL` is the sum. `missing` names documents without a prediction."""

    measures: Mapping[str, Mapping[str, Score]]
    missing: tuple[str, ...] = ()

    def __getitem__(self, measure: str) -> Mapping[str, Score]:
        return self.measures[measure]

    def __str__(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        if self.missing:
            yield f"no prediction for: {' '.join(self.missing)}"
        yield f"{'':24} {'precision':>9} {'recall':>7} {'F1':>6} {'right':>6} {'wrong':>6} {'missed':>6}"
        for measure, kinds in self.measures.items():
            yield measure
            for kind, s in kinds.items():
                yield f"  {kind:22} {figures(s)}"

    def to_object(self) -> dict[str, object]:
        """Return the scores as plain dictionaries, for JSON."""
        measures = {m: {kind: _figures(s) for kind, s in kinds.items()} for m, kinds in self.measures.items()}
        return {"missing": list(self.missing), **measures}


def figures(s: Score) -> str:
    """Return a score as a row of a table."""
    return f"{s.precision:9.3f} {s.recall:7.3f} {s.f1:6.3f} {s.right:6} {s.wrong:6} {s.missed:6}"


def _figures(score: Score) -> dict[str, float]:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "right": score.right,
        "wrong": score.wrong,
        "missed": score.missed,
    }


def to_scores(counts: Counts, measures: tuple[str, ...], *, missing: tuple[str, ...]) -> Scores:
    """Return the scores of some counts, with the measures in the order given and the kinds sorted."""
    found: dict[str, dict[str, Score]] = {}
    for measure in measures:
        kinds = sorted({kind for name, kind, _ in counts if name == measure})
        rows = {kind: _score(counts, measure, kind) for kind in kinds}
        rows[ALL] = Score(
            sum(s.right for s in rows.values()),
            sum(s.wrong for s in rows.values()),
            sum(s.missed for s in rows.values()),
        )
        found[measure] = rows
    return Scores(found, missing)


def _score(counts: Counts, measure: str, kind: str) -> Score:
    return Score(counts[measure, kind, "right"], counts[measure, kind, "wrong"], counts[measure, kind, "missed"])
