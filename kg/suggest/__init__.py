"""Learn from witnesses: propose rules and names that find by themselves what only witnesses said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.compose import readings
from kg.errors import KGError, StoreError
from kg.gather import Progress, files_of, to_work
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.output import LOCK, WITNESS
from kg.read import READERS
from kg.records import Reading
from kg.relate import vocabulary_of
from kg.renew.request import Request, former_lock, plan
from kg.resources import ONTOLOGY
from kg.suggest.candidates import Candidate
from kg.suggest.choose import Chosen, choose
from kg.suggest.names import lexicon_with, rows_for
from kg.suggest.occurrences import occurrences
from kg.suggest.proposals import Row, Rule, Suggestions, Wrong
from kg.suggest.prove import extended_by, prove
from kg.suggest.told import Told, compare
from kg.suggest.trial import MOST_AT_ONCE, Missed, Trial, Tried
from kg.suggest.verbs import verbs_of
from kg.suggest.wordings import Wording, candidates_of, merged, wordings
from kg.suggest.written import as_tables, as_turtle, summary
from kg.witness import UNASKED, Witness, witnesses_of

__all__ = [
    "Row",
    "Rule",
    "Suggestions",
    "Wrong",
    "as_tables",
    "as_turtle",
    "extended_by",
    "learn",
    "lexicon_with",
    "suggest",
    "suggest_for",
    "summary",
]


def suggest_for(
    folder: Path,
    *,
    jobs: int | None = 1,
    min_support: int = 1,
    most: int | None = None,
    on_progress: Progress | None = None,
) -> Suggestions:
    """Return what is proposed for the graph of a folder, by the witnesses that it was built with.

    Raises StoreError where no `kg.lock` says what it was built from, KGError where it was built without witnesses.
    """
    request = Request()
    lock = former_lock(folder, request)
    if lock is None:
        message = (
            f"{folder} has no {LOCK} that says what it was built from. Name a folder that kg build wrote, or SOURCE "
            "with --witness and --answers."
        )
        raise StoreError(message, target=folder)
    options = plan(folder, request, lock, lambda _: None)
    if not options.witnesses:
        message = f"{folder} was built without a witness, of which rules could learn. Build it with --witness llm:MODEL"
        raise KGError(message)
    answers = folder / WITNESS
    return suggest(
        options.sources,
        witnesses_of(options.witnesses, answers, only_uncertain=options.only_uncertain),
        ontology=options.ontology or ONTOLOGY,
        without=options.without,
        jobs=jobs,
        min_support=min_support,
        most=most,
        on_progress=on_progress,
    )


def suggest(  # noqa: PLR0913 - all but two are options
    sources: Iterable[str | Path],
    witnesses: Sequence[Witness],
    *,
    ontology: str | Path = ONTOLOGY,
    without: Iterable[str] = (),
    jobs: int | None = 1,
    min_support: int = 1,
    most: int | None = None,
    on_progress: Progress | None = None,
) -> Suggestions:
    """Return rules and names by which rules would find what only witnesses said of the sources.

    A rule finds something in `min_support` sentences at least, and at most a third as much that nobody said; a name
    stands in two documents or statements. There are `most` rules at most, those with the greatest gain first. The
    same sources and answers give the same. Raises KGError where nothing can be read, or the ontology is wrong.
    """
    files, missing = files_of(sources, to_work(ontology, READERS, ()), without)
    read = readings(files, ontology=ontology, jobs=jobs, witnesses=witnesses, on_progress=on_progress)
    found = learn(read.readings, load_ontology(ontology), load_lexicon(), min_support=min_support, most=most)
    return replace(found, errors=(*missing, *read.errors))


def learn(
    read: Iterable[Reading], ontology: Ontology, lexicon: Lexicon, *, min_support: int = 1, most: int | None = None
) -> Suggestions:
    """Return what can be learned from readings of rules and witnesses."""
    told = [compare(reading, ontology, lexicon) for reading in read]
    rows = rows_for(told, ontology, lexicon, min_support=min_support)
    chosen = _chosen(told, ontology, lexicon, min_support=min_support, most=most)
    proved = prove(chosen, told, ontology, lexicon, min_support=min_support)
    both = _found(told, proved.ontology, lexicon_with(rows)) if rows else proved.found
    said = sum(bool(s.witnesses) for one in told for s in one.reading.statements)
    before = said - sum(len(one.missed) for one in told)
    return Suggestions(
        tuple(sorted(proved.rules, key=lambda rule: rule.cost - rule.gain)),
        tuple(rows),
        told=said,
        before=before,
        after=before + len(proved.found),
        with_names=before + len(both),
        lost=proved.lost,
        unheard=sum(any(r.reason == UNASKED for r in one.reading.rejected) for one in told),
        extends=None if ontology.path.resolve() == ONTOLOGY.resolve() else ontology.path.as_posix(),
    )


def _chosen(
    told: Sequence[Told], ontology: Ontology, lexicon: Lexicon, *, min_support: int, most: int | None
) -> list[Chosen]:
    """Return the candidates to propose, each tried on all documents."""
    trials: dict[Candidate, tuple[Trial, int]] = {}
    tried: list[Tried] = []
    for some in _batches(told, ontology):
        trial = Trial(some, ontology)
        trials |= {candidate: (trial, number) for number, candidate in enumerate(some)}
        tried += trial(told, lexicon)

    def reads(candidate: Candidate, sentence: str) -> bool:
        trial, number = trials[candidate]
        return trial.reads(number, sentence, lexicon)

    return choose(tried, reads, min_support=min_support, most=most)


def _batches(told: Sequence[Told], ontology: Ontology) -> Iterator[list[Candidate]]:
    """Yield the candidates that are tried together: verbs, which the engine would read phrases by, by themselves."""
    vocabulary = vocabulary_of(ontology)
    found = [one for document in told for one in occurrences(document, ontology, vocabulary.words)]
    literal: dict[tuple[str, bool], list[Wording]] = {}
    for one in found:
        place = one.statement.predicate, one.subject_first
        literal.setdefault(place, []).extend(wordings(one, vocabulary, ontology))
    every = [w for some in literal.values() for w in (*some, *merged([w for w in some if not w.width], vocabulary))]
    phrases = [*dict.fromkeys(c for wording in every for c in candidates_of(wording, ontology))]
    verbs = [*dict.fromkeys(c for one in found for c in verbs_of(one, vocabulary, ontology))]
    for candidates in (verbs, phrases):
        for at in range(0, len(candidates), MOST_AT_ONCE):
            yield candidates[at : at + MOST_AT_ONCE]


def _found(told: Sequence[Told], ontology: Ontology, lexicon: Lexicon) -> frozenset[Missed]:
    """Return which of the missed statements an ontology finds with a lexicon that knows more names."""
    found = set()
    for at, one in enumerate(told):
        again = compare(replace(one.reading, statements=one.missed), ontology, lexicon)
        found |= {(at, number) for number, statement in enumerate(one.missed) if statement not in again.missed}
    return frozenset(found)
