"""The progress bar: on a terminal, after a second, and never anywhere else."""

import io

import pytest

from kg.cli import progress as module
from kg.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, *, after: float, quiet: bool = False) -> str:
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(module, "AFTER", after)
    monkeypatch.setenv("TERM", "xterm")
    with progress(quiet=quiet) as show:
        for done in (1, 2, 3):
            show(done, 3, "articles/" + "long" * 20 + ".txt")
    return screen.getvalue()


def test_terminal_sees_how_many_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, Terminal(), after=0)
    assert "3/3" in text
    assert "long.txt" in text
    assert "articles/" not in text  # cut in front


def test_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), after=60) == ""


def test_pipe_and_quiet_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), after=0) == ""
    assert shown(monkeypatch, Terminal(), after=0, quiet=True) == ""


def test_names_of_files_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr(module, "AFTER", 0)
    with progress(quiet=False) as show:
        show(1, 2, "[/red] [bold]notes.txt")
