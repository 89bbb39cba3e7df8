"""The options by which commands name witnesses, and by which `kg build` asks a language model."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Decorator
from kg.extract import DEFAULT, Extractor
from kg.records import Reading
from kg.renew.request import read_report
from kg.text import counted
from kg.witness import LANGUAGE_MODEL, UNASKED, Witness, is_recorded, witnesses_of
from kg.witness.report import heard_in

if TYPE_CHECKING:
    from kg.gather.ask import Asking
    from kg.renew import Renewed

_NAMED = click.option(
    "--witness",
    "names",
    metavar="NAME",
    multiple=True,
    help="Hear a model beside the rules: llm:MODEL, spacy:MODEL, gliner:MODEL, or one of a package. Can be repeated.",
)
_RULES = click.option(
    "--rules/--no-rules",
    default=None,
    help="State what the rules find, or only what witnesses say.  [default: --rules]",
)
_UNCERTAIN = click.option(
    "--only-uncertain/--all-sentences",
    default=None,
    help="Ask a language model only about sentences with two or more entities in which the rules state nothing.",
)
_ANSWERS = click.option(
    "--answers",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder of what a language model answered: the folder witness/ of a graph.",
)
_POSITIVE = click.FloatRange(min=0, min_open=True)
_ASKING = (
    click.option(
        "--llm-url",
        metavar="URL",
        envvar="KG_LLM_URL",
        show_envvar=True,
        help="Where to ask the language model: a server of OpenAI's chat completions. The text is sent there.",
    ),
    click.option(
        "--llm-model",
        metavar="NAME",
        envvar="KG_LLM_MODEL",
        show_envvar=True,
        help="The model, as the server knows it; the same as --witness llm:NAME.",
    ),
    click.option(
        "--llm-timeout", metavar="SECONDS", type=_POSITIVE, help="How long an answer may take.  [default: 120]"
    ),
    click.option("--llm-tries", metavar="N", type=click.IntRange(min=1), help="Tries for each question.  [default: 4]"),
    click.option("--llm-jobs", metavar="N", type=click.IntRange(min=1), help="Questions at once.  [default: 4]"),
    click.option("--llm-rate", metavar="N", type=_POSITIVE, help="Requests a minute, at most."),
    click.option(
        "--llm-output",
        metavar="TOKENS",
        type=click.IntRange(min=1),
        help="Tokens of an answer, at most.  [default: 4096]",
    ),
    click.option("--llm-price", metavar="IN,OUT", help="What a million tokens cost, sent and answered: 0.15,0.60"),
    click.option("--max-cost", metavar="AMOUNT", type=click.FloatRange(min=0), help="Stop before it costs more."),
    click.option("--max-tokens", metavar="N", type=click.IntRange(min=0), help="Stop before it takes more tokens."),
    click.option("--max-requests", metavar="N", type=click.IntRange(min=0), help="Stop before it takes more requests."),
    click.option("--refresh", is_flag=True, help="Ask again about everything, also what is recorded."),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """The witnesses that a command names; None where it leaves that open."""

    names: tuple[str, ...] | None = None
    rules: bool | None = None
    only_uncertain: bool | None = None
    answers: Path | None = None

    def asked(self) -> tuple[tuple[str, ...] | None, bool | None, bool | None]:
        """Return what a request says of them."""
        return self.names, self.rules, self.only_uncertain

    def witnesses(self) -> tuple[Witness, ...]:
        """Return the witnesses."""
        return witnesses_of(self.names or (), self.answers, only_uncertain=bool(self.only_uncertain))

    def extractors(self) -> tuple[Extractor, ...]:
        """Return the rules, or nothing in their place."""
        return () if self.rules is False else DEFAULT


def witness_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that reads documents the options for witnesses, which become one `heard`."""

    @wraps(command)
    def with_witnesses(*positional: Any, **given: Any) -> Any:
        names, answers = given.pop("names"), given.pop("answers")
        heard = Heard(names or None, given.pop("rules"), given.pop("only_uncertain"), answers)
        return command(*positional, heard=heard, **given)

    return _with(with_witnesses, (_NAMED, _RULES, _UNCERTAIN, _ANSWERS))


def asking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `kg build` the options for witnesses and for asking, which become `heard` and `asking`."""

    @wraps(command)
    def with_asking(*positional: Any, **given: Any) -> Any:
        own = {name: given.pop(name) for name in ("llm_url", "llm_model", *_HOW)}
        named = _spelled(given.pop("names"), own["llm_model"])
        heard = Heard(named or None, given.pop("rules"), given.pop("only_uncertain"))
        return command(*positional, heard=heard, asking=AskingOptions(own), **given)

    return _with(with_asking, (_NAMED, _RULES, _UNCERTAIN, *_ASKING))


_HOW = (
    *("llm_timeout", "llm_tries", "llm_jobs", "llm_rate", "llm_output", "llm_price"),
    *("max_cost", "max_tokens", "max_requests", "refresh"),
)
"""The options that mean nothing where nobody is asked; the environment gives none of them."""


def _with(command: Callable[..., Any], options: tuple[Decorator, ...]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def _spelled(names: tuple[str, ...], model: str | None) -> tuple[str, ...]:
    """Return the names of witnesses, "llm" by itself with the model that another option names."""
    if LANGUAGE_MODEL not in names:
        return names
    if not model:
        message = "--witness llm needs a model: --witness llm:NAME, or --llm-model NAME."
        raise click.UsageError(message)
    return tuple(f"{LANGUAGE_MODEL}:{model}" if name == LANGUAGE_MODEL else name for name in names)


@dataclass(frozen=True, slots=True)
class AskingOptions:
    """The options for asking, as they are given."""

    given: dict[str, Any]

    def of(self, witnesses: tuple[str, ...]) -> "Asking | None":
        """Return how to ask the language model among witnesses; None where there is none, or no address is given."""
        models = [name.partition(":")[2] for name in witnesses if is_recorded(name)]
        if len(models) > 1 and self.given["llm_url"]:
            message = f"{len(models)} language models are named. Ask one at a time; what is recorded of both is heard."
            raise click.UsageError(message)
        if models and self.given["llm_url"]:
            return self._asking(models[0])
        wrong = next((name for name in _HOW if self.given[name]), None)
        if wrong:
            option = f"--{wrong.replace('_', '-')}"
            lacks = "--llm-url" if models else "--witness llm:MODEL"
            message = f"{option} is for asking a language model: give {lacks} as well."
            raise click.UsageError(message)
        return None

    def _asking(self, model: str) -> "Asking":
        from kg.gather.ask import Asking
        from kg.witness.llm.settings import Limits, Settings, read_key, read_price

        given = self.given
        limits = Limits(given["max_cost"], given["max_tokens"], given["max_requests"])
        price = read_price(given["llm_price"]) if given["llm_price"] else None
        names = {name: f"llm_{name}" for name in ("timeout", "tries", "jobs", "rate")} | {"max_output": "llm_output"}
        chosen = {name: given[option] for name, option in names.items() if given[option] is not None}
        settings = Settings(given["llm_url"], model, read_key(), limits=limits, price=price, **chosen)
        return Asking(settings, refresh=given["refresh"], tell=lambda line: click.echo(f"note: {line}", err=True))


### What came of it ###################################################################################################


def print_asked(done: "Renewed", folder: Path) -> bool:
    """Print, to standard error, what of the questions has no answer; return whether anything is wrong with that."""
    asked = done.asked
    if asked is None:
        told = (done.graph.report if done.graph else read_report(folder)).get("witnesses", {})
        return print_unheard({name: one["unheard"] for name, one in told.items()}, "Ask it: kg build --llm-url URL")
    for source, reason in asked.failed:
        click.echo(f"error: {source}: the language model gave no answer: {reason}", err=True)
    for source, reason in asked.wrong:
        click.echo(f"note: {source}: the answer of the language model cannot be read: {reason}", err=True)
    for note in asked.notes:
        click.echo(f"note: {note}", err=True)
    if asked.stopped:
        click.echo(
            f"note: {counted(asked.unasked, 'question')} not asked: {asked.stopped}. The next build goes on from here.",
            err=True,
        )
    return bool(asked.failed)


def print_unheard(documents: Mapping[str, int], advice: str) -> bool:
    """Print about how many documents language models have not answered, by their names; return whether about any."""
    for name, number in documents.items():
        if number:
            click.echo(f"note: {name} has not answered about {counted(number, 'document')}. {advice}", err=True)
    return any(documents.values())


def unheard_in(readings: Iterable[Reading]) -> dict[str, int]:
    """Return about how many documents each language model has not answered, by name."""
    return dict(
        Counter(name for reading in readings for name, told in heard_in(reading).items() if UNASKED in told["rejected"])
    )


def witness_rows(report: Any) -> list[str]:
    """Return what a summary tells of witnesses, a line each."""
    rows = []
    for name, told in report.get("witnesses", {}).items():
        said = told["alone"] + told["agreed"]
        refused = sum(told["rejected"].values())
        made = counted(said, "statement")
        rows.append(f"  {name}: {made}, {told['agreed']:,} of them by rules too; {refused:,} turned away")
        if "asked" in told:
            asked = told["asked"]
            requests = counted(asked["requests"], "request")
            tokens = asked["prompt_tokens"] + asked["completion_tokens"]
            cost = "" if asked["cost"] is None else f", cost {asked['cost']:.4g}"
            each = f" ({told['cost_per_statement']:.2g} a statement)" if "cost_per_statement" in told else ""
            rows.append(f"  {'':{len(name)}}  {requests}, {tokens:,} tokens{cost}{each}")
    return rows
