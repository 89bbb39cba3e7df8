"""What a report tells of witnesses: how much they said, how much of it the rules say too, and what was turned away."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict

from kg.records import Reading
from kg.witness import UNASKED


class HeardReport(TypedDict):
    """What one witness said of one document: statements of its own, those that rules make too, those turned away."""

    alone: int
    agreed: int
    rejected: dict[str, int]


class AskedReport(TypedDict):
    """What asking a language model took in a build; `cost` is in the currency of the price, None without one.

    `unasked` questions were left when a limit was reached, `failed` ones had no answer.
    """

    requests: int
    answers: int
    recorded: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None
    unasked: int
    failed: int


class WitnessReport(HeardReport):
    """What one witness said of all documents.

    `rejected_share` is that of all that it said, `agreed_share` that of its statements which rules make too.
    `unheard` documents were not answered about whole. `asked` and `cost_per_statement` are of this build.
    """

    rejected_share: float
    agreed_share: float
    unheard: int
    asked: NotRequired[AskedReport]
    cost_per_statement: NotRequired[float]


def heard_in(reading: Reading) -> dict[str, HeardReport]:
    """Return what witnesses said of a document, by their names."""
    said = Counter((name, bool(s.found_by)) for s in reading.statements for name in s.witnesses)
    refused = Counter((name, r.reason) for r in reading.rejected for name in r.statement.witnesses)
    names = sorted({name for name, _ in (*said, *refused)})
    return {
        name: {
            "alone": said[name, False],
            "agreed": said[name, True],
            "rejected": {reason: n for (who, reason), n in sorted(refused.items()) if who == name},
        }
        for name in names
    }


def summed(witnesses: Iterable[str], heard: Iterable[Mapping[str, HeardReport]]) -> dict[str, WitnessReport]:
    """Return what witnesses said of all documents, in the order given."""
    alone, agreed, unheard = Counter[str](), Counter[str](), Counter[str]()
    rejected: dict[str, Counter[str]] = {name: Counter() for name in witnesses}
    for document in heard:
        for name, told in document.items():
            alone[name] += told["alone"]
            agreed[name] += told["agreed"]
            unheard[name] += UNASKED in told["rejected"]
            rejected.setdefault(name, Counter()).update(told["rejected"])
    return {
        name: _summed(alone[name], agreed[name], unheard[name], reasons)
        for name, reasons in ((name, {**rejected[name]}) for name in rejected)
    }


def _summed(alone: int, agreed: int, unheard: int, rejected: Mapping[str, int]) -> WitnessReport:
    reasons = {reason: number for reason, number in sorted(rejected.items()) if reason != UNASKED}
    refused, said = sum(reasons.values()), alone + agreed
    return {
        "alone": alone,
        "agreed": agreed,
        "rejected": reasons,
        "rejected_share": round(refused / (refused + said), 3) if refused else 0.0,
        "agreed_share": round(agreed / said, 3) if said else 0.0,
        "unheard": unheard,
    }
