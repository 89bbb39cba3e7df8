"""`kg query`: SPARQL, or a question by its name."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from kg.cli import options
from kg.errors import QueryError
from kg.graph import KnowledgeGraph, open_graph
from kg.store import Rows, Triples, to_text
from kg.store.questions import Question, find_question, named_queries, run_question

if TYPE_CHECKING:
    from kg.remote import Endpoint, Remote

FORMS = ("table", "csv", "tsv", "json", "turtle")


@click.command()
@click.argument("query", metavar="[QUERY]", required=False)
@click.argument("values", metavar="[NAME=VALUE]...", nargs=-1)
@options.folder_option
@click.option("--endpoint", metavar="URL", help="Ask a store on another machine instead.")
@options.remote_options("endpoint")
@options.format_option(FORMS)
@click.option("--inferred", is_flag=True, help="Ask what was inferred as well as what is asserted.")
@click.option("--list", "listed", is_flag=True, help="List the questions that have a name.")
@click.pass_context
def command(  # noqa: PLR0913 - each is an option
    ctx: click.Context,
    *,
    query: str | None,
    values: tuple[str, ...],
    folder: Path,
    remote: "Remote | None",
    form: str | None,
    inferred: bool,
    listed: bool,
) -> None:
    """Ask the graph in SPARQL, or a question by its name.

    QUERY is the text of a query, a .rq file, - for standard input, or the name of a question, whose parameters are
    given as NAME=VALUE: kg query timeline thing=Gateway. The store of --endpoint may be one that kg push keeps, or any
    that speaks SPARQL.
    """
    if listed:
        click.echo(_list(), nl=False)
        return
    if query is None:
        raise click.UsageError("Give a query, the name of a question, or --list.", ctx)
    given = _values(values)
    if remote and inferred:
        raise click.UsageError("--inferred goes with a folder; a store on another machine is asked as it is.", ctx)
    with _open(remote, folder) as graph:
        asked = _WithInferred(graph) if inferred and isinstance(graph, KnowledgeGraph) else graph
        answer = _answer(asked, query, given)
    click.echo(to_text(answer, form or ("turtle" if isinstance(answer, Triples) else "table")), nl=False)


class _Asked(Protocol):
    def query(self, sparql: str) -> Rows | Triples | bool: ...
    def ask(self, question: Question | str, /, **values: str) -> Rows | Triples | bool: ...


@dataclass(frozen=True, slots=True)
class _WithInferred:
    """A graph that is asked for what was inferred as well."""

    graph: KnowledgeGraph

    def query(self, sparql: str) -> Rows | Triples | bool:
        return self.graph.query(sparql, inferred=True)

    def ask(self, question: Question | str, /, **values: str) -> Rows | Triples | bool:
        return run_question(self.graph.store, question, values, inferred=True)


def _open(remote: "Remote | None", folder: Path) -> "KnowledgeGraph | Endpoint":
    if remote is None:
        return open_graph(folder)
    from kg.remote import open_endpoint

    return open_endpoint(remote)


def sparql(query: str) -> str | None:
    """Return the text of a query given as text, as a file or as `-`; None for the name of a question."""
    if query == "-":
        return sys.stdin.read()
    if any(mark in query for mark in " \n{"):
        return query
    path = Path(query)
    if path.suffix == ".rq" or path.is_file():
        return _text(path)
    return None


def _answer(graph: _Asked, query: str, values: Mapping[str, str]) -> Rows | Triples | bool:
    text = sparql(query)
    if text is None:
        return graph.ask(query, **values)
    if not values:
        return graph.query(text)
    path = Path(query)
    if not path.is_file():
        raise click.UsageError("NAME=VALUE goes with the name of a question or a .rq file that has parameters.")
    return graph.ask(find_question(path.stem, named_queries(path.absolute().parent)), **values)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}. Give a UTF-8 file with a SPARQL query."
        raise QueryError(message) from error


def _values(given: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for value in given:
        name, sign, rest = value.partition("=")
        if not sign or not name:
            raise click.UsageError(f"{value!r} is not NAME=VALUE, for example: country=China")
        values[name] = rest
    return values


def _list() -> str:
    return "".join(f"{_entry(question)}\n" for question in named_queries())


def _entry(question: Question) -> str:
    lines = [f"{question.name:14}{question.description}"]
    lines += [f"{'':14}  {p.name}=…  {p.description}" for p in question.parameters]
    return "\n".join(lines)
