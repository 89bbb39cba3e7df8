"""The command `kg`: one verb each, every one thin over a public function. Nothing is imported before it is needed.

Exit codes: 0, it ran; 1, it ran and found problems in the documents, the ontology or the sources; 2, it could not run;
128 and the number of a signal, it was stopped: 130 with Ctrl-C, 143 when it was asked to end (SIGTERM).
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from kg.errors import KGError, OntologyError, ReadError
from kg.signals import Stopped, stoppable

COMMANDS = {
    "build": "Read documents and write their knowledge graph.",
    "query": "Ask the graph in SPARQL, or a question by its name.",
    "search": "Find entities, quotes and documents by their words.",
    "view": "Write and open the interactive page.",
    "serve": "Serve the graph as a SPARQL endpoint.",
    "explain": "Show the sentences behind the facts.",
    "diff": "Tell what changed between two states of a graph.",
    "review": "List what of the graph most needs a look.",
    "merge": "Say that two things are one.",
    "split": "Say that one thing is two.",
    "rename": "Say what a thing is called.",
    "reject": "Say that a fact is wrong.",
    "accept": "Say that a fact is right, so that kg review leaves it out.",
    "validate": "Check the graph against shapes (SHACL).",
    "verify": "Prove every quote against the sources again.",
    "export": "Write the graph in another format.",
    "import": "Read exported files back into a folder.",
    "describe": "Describe the graph as a dataset: VoID, DCAT, PROV.",
    "push": "Keep a store on another machine in step.",
    "analyze": "Find who is central, who belongs together, what joins two things.",
    "extract": "Print what is read from each document, as JSON lines.",
    "evaluate": "Score what is read against annotation made by hand.",
    "suggest": "Propose rules and names that would find what only witnesses said.",
    "ontology": "Show the ontology, or check one of your own.",
}
"""What each command does in a line: its own help begins with the same."""


class _Lazy(click.Group):
    """A group whose commands are modules, imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"kg.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    if value:
        from kg import __version__

        click.echo(f"kg {__version__}")
        ctx.exit()


_FIRST_STEPS = """\b
kg build articles/     read the documents of a folder, write kg-out/
kg view                look at the graph in a browser
kg explain China       see the sentences behind the facts"""


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_FIRST_STEPS,
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def group() -> None:
    """Turn documents into a knowledge graph that can prove every fact."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # on Windows both would be in the code page, with CRLF
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        with stoppable():
            code = _run(arguments)
    except Stopped as stopped:
        click.echo("stopped; nothing is half written", err=True)
        code = stopped.code
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = group.main(arguments, prog_name="kg", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as error:  # of Ctrl-C, or of the end of input at a prompt
        raise error.__cause__ if isinstance(error.__cause__, Stopped) else Stopped from error
    except KGError as error:
        click.echo(f"error: {error}", err=True)
        return 1 if isinstance(error, ReadError | OntologyError) else 2
    return code if isinstance(code, int) else 0
