"""What a report tells of witnesses: how much they said, how much of it the rules say too, and what was turned away."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NotRequired, TypedDict

from kg.records import Reading
from kg.witness import UNASKED, Witness, is_recorded

if TYPE_CHECKING:
    from kg.witness.llm.ask import Asked


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


def summed(
    witnesses: Iterable[Witness], heard: Iterable[Mapping[str, HeardReport]], asked: "Asked | None" = None
) -> dict[str, WitnessReport]:
    """Return what witnesses said of all documents, in their order; `heard` is what each said of each document.

    `asked` is what came of asking the language model among them.
    """
    alone, agreed, unheard = Counter[str](), Counter[str](), Counter[str]()
    rejected: dict[str, Counter[str]] = {witness.name: Counter() for witness in witnesses}
    for document in heard:
        for name, told in document.items():
            alone[name] += told["alone"]
            agreed[name] += told["agreed"]
            unheard[name] += UNASKED in told["rejected"]
            rejected.setdefault(name, Counter()).update(told["rejected"])
    return {
        name: _summed(alone[name], agreed[name], unheard[name], reasons, asked if is_recorded(name) else None)
        for name, reasons in rejected.items()
    }


def _summed(alone: int, agreed: int, unheard: int, rejected: Mapping[str, int], asked: "Asked | None") -> WitnessReport:
    reasons = {reason: number for reason, number in sorted(rejected.items()) if reason != UNASKED}
    refused, said = sum(reasons.values()), alone + agreed
    told: WitnessReport = {
        "alone": alone,
        "agreed": agreed,
        "rejected": reasons,
        "rejected_share": round(refused / (refused + said), 3) if refused else 0.0,
        "agreed_share": round(agreed / said, 3) if said else 0.0,
        "unheard": unheard,
    }
    if asked is not None:
        told["asked"] = _asked(asked)
        if asked.cost is not None and said:
            told["cost_per_statement"] = round(asked.cost / said, 6)
    return told


def _asked(asked: "Asked") -> AskedReport:
    return {
        "requests": asked.requests,
        "answers": asked.answers,
        "recorded": asked.recorded,
        "prompt_tokens": asked.prompt_tokens,
        "completion_tokens": asked.completion_tokens,
        "cost": None if asked.cost is None else round(asked.cost, 6),
        "unasked": asked.unasked,
        "failed": len(asked.failed),
    }
