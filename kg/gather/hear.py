"""Ask a language model about documents that are yet to be read with its answers."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.extract import DEFAULT
from kg.gather.portions import Portions
from kg.gather.run import Progress, files_of, results_of
from kg.gather.work import Work, tools
from kg.ontology import Ontology
from kg.read.known import Key
from kg.records import Document, Reading
from kg.witness.llm.ask import Asked, ask
from kg.witness.llm.client import open_client
from kg.witness.llm.parts import Part
from kg.witness.llm.recorded import LENGTH, Question, Recorded, key
from kg.witness.llm.settings import Settings
from kg.witness.llm.witness import LanguageModel, question


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
    recorded = Recorded(model.answers, asking.tell)
    questions = _Questions(model, tools(work)[0], None if asking.refresh else recorded)
    with open_client(asking.settings) as client:
        asked = ask(
            questions.about(_readings(portions, alone, jobs, on_progress)),
            client,
            recorded,
            refresh=asking.refresh,
            split=questions.halves,
        )
    return replace(asked, recorded=questions.recorded)


def _readings(portions: Portions, work: Work, jobs: int | None, on_progress: Progress | None) -> Iterator[Reading]:
    """Yield what the rules read in each document, in any order."""
    for done, (at, result) in enumerate(results_of(portions, work, jobs), 1):
        yield from (found.reading for found in result.found if found.reading is not None)
        if on_progress:
            on_progress(done, portions.total, portions.names.pop(at))


class _Questions:
    """The questions that are still open; remembers those under way, whose parts may have to be cut in two."""

    def __init__(self, model: LanguageModel, ontology: Ontology, known: Recorded | None) -> None:
        self._model, self._ontology, self._known = model, ontology, known
        self._open: OrderedDict[str, tuple[Document, Part]] = OrderedDict()
        self.recorded = 0

    def about(self, readings: Iterable[Reading]) -> Iterator[Question]:
        """Yield the questions about documents that no answer is known to."""
        for reading in readings:
            for _, part in self._model.questions(reading, self._ontology):
                yield from self._unanswered(reading.document, part)

    def _unanswered(self, document: Document, part: Part) -> Iterator[Question]:
        asked = question(document, part, self._ontology)
        answer = self._known.get(key(asked, self._model.model)) if self._known else None
        if answer is None:
            yield self._opened(asked, document, part)
            return
        self.recorded += 1
        if answer.finish == LENGTH:
            for half in part.halves(document):
                yield from self._unanswered(document, half)

    def _opened(self, asked: Question, document: Document, part: Part) -> Question:
        self._open[asked.text] = document, part
        if len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)
        return asked

    def halves(self, asked: Question) -> list[Question]:
        """Return the two halves of a question whose answer was cut off; nothing for a single sentence."""
        if asked.text not in self._open:
            return []
        document, part = self._open.pop(asked.text)
        halves = part.halves(document)
        return [self._opened(question(document, half, self._ontology), document, half) for half in halves]


_MOST_OPEN = 1_000
"""Questions that are remembered: a few times as many as are under way at once."""
