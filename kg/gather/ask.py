"""Ask a language model about documents that are yet to be read with its answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.extract import DEFAULT
from kg.gather.portions import Portions
from kg.gather.run import Progress, files_of, results_of
from kg.gather.work import Work, tools
from kg.read.known import Key
from kg.records import Reading
from kg.witness.llm.ask import Asked, ask
from kg.witness.llm.client import open_client
from kg.witness.llm.recorded import Question, Recorded
from kg.witness.llm.settings import Settings
from kg.witness.llm.witness import LanguageModel, PartQuestion


@dataclass(frozen=True, slots=True)
class Asking:
    """How a language model is to be asked; with `refresh` again about what it has answered before.

    `tell` is called with a line where a recorded answer is broken.
    """

    settings: Settings
    refresh: bool = False
    tell: Callable[[str], None] = lambda _: None


def ask_model(  # noqa: PLR0913 - all but four are options
    sources: Iterable[str | Path],
    work: Work,
    jobs: int | None,
    asking: Asking,
    *,
    known: Mapping[Key, bool],
    without: Iterable[str] = (),
    on_progress: Progress | None = None,
) -> Asked:
    """Ask about the documents that are not known whole, and record the answers; return what came of it.

    Documents are read by the rules first, which say what is uncertain. Raises WitnessError where the server would
    refuse every question.
    """
    model = next(one for one in work.witnesses if isinstance(one, LanguageModel))
    alone = replace(work, witnesses=(), extractors=DEFAULT, packs=False)
    kept = frozenset(key for key, flawed in known.items() if not (flawed or asking.refresh))
    files, _ = files_of(sources, work, without)
    portions = Portions(files, alone, kept, frozenset(without))
    readings = _readings(portions, alone, jobs, on_progress)
    ontology, _ = tools(work)
    questions = (one for reading in readings for one in model.questions(reading, ontology))
    with open_client(asking.settings) as client:
        recorded = Recorded(model.answers, asking.tell)
        return ask(questions, client, recorded, refresh=asking.refresh, split=_halves)


def _readings(portions: Portions, work: Work, jobs: int | None, on_progress: Progress | None) -> Iterator[Reading]:
    """Yield what the rules read in each document, in any order."""
    for done, (at, result) in enumerate(results_of(portions, work, jobs), 1):
        yield from (found.reading for found in result.found if found.reading is not None)
        if on_progress:
            on_progress(done, portions.total, portions.names.pop(at))


def _halves(asked: Question) -> Iterable[Question]:
    return asked.halves() if isinstance(asked, PartQuestion) else ()
