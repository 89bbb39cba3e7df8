"""Files, folders, patterns and addresses as one sorted list; readers by suffix."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.read import READERS, expand_sources, read_source
from kg.records import Document


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to stand in, with files of several kinds."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.md", "sub/c.TXT", "sub/deep/d.html", "sub/e.odt", ".hidden/f.txt", ".g.txt", "sub/h.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Norland signed.")
    return tmp_path


def expanded(*sources: str | Path) -> list[str]:
    """Return what the sources stand for, which must all be found."""
    found, errors = expand_sources(sources)
    assert not errors
    return found


def refused(*sources: str | Path) -> str:
    """Return the one message for these sources."""
    _, (error,) = expand_sources(sources)
    return str(error)


def test_a_folder_gives_its_readable_files_in_order(folder: Path) -> None:
    assert folder.is_dir()
    assert expanded("sub", ".") == ["a.md", "b.txt", "sub/c.TXT", "sub/deep/d.html"]
    assert expanded(folder / "sub/") == [f"{folder.as_posix()}/sub/c.TXT", f"{folder.as_posix()}/sub/deep/d.html"]


@pytest.mark.usefixtures("folder")
def test_order_and_repetition_of_arguments_do_not_matter() -> None:
    assert expanded("b.txt", "a.md", "./b.txt", "sub/../b.txt") == expanded("a.md", "b.txt") == ["a.md", "b.txt"]


@pytest.mark.usefixtures("folder")
def test_a_file_stays_as_it_was_given() -> None:
    assert expanded("./b.txt") == ["./b.txt"]
    assert expanded("sub/e.odt") == ["sub/e.odt"]
    assert expanded(".g.txt") == [".g.txt"]


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("*.txt", ["b.txt"]),
        ("**/*.html", ["sub/deep/d.html"]),
        ("[ab].*", ["a.md", "b.txt"]),
        ("s*", ["sub/c.TXT", "sub/deep/d.html"]),
        ("sub/**", ["sub/c.TXT", "sub/deep/d.html"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_patterns_give_the_readable_files_that_fit(pattern: str, files: list[str]) -> None:
    assert expanded(pattern) == files


def test_a_file_with_signs_of_a_pattern_in_its_name_is_a_file(folder: Path) -> None:
    (folder / "[1].txt").write_text("x")
    assert expanded("[1].txt") == ["[1].txt"]


def test_addresses_stay_as_they_are() -> None:
    assert expanded("https://a.example/b?c=*", "HTTP://a.example/") == ["HTTP://a.example/", "https://a.example/b?c=*"]


def test_links_in_a_circle_are_followed_once(folder: Path) -> None:
    (folder / "sub/circle").symlink_to(folder, target_is_directory=True)
    assert len(expanded(".")) == 4


def test_a_link_to_nothing_is_an_error_and_the_rest_is_found(folder: Path) -> None:
    (folder / "gone.txt").symlink_to("nowhere.txt")
    found, (error,) = expand_sources(["."])
    assert len(found) == 4
    assert str(error) == "gone.txt does not exist. It is a link to something that is not there."


def test_a_link_to_itself_is_an_error(folder: Path) -> None:
    (folder / "self.txt").symlink_to("self.txt")
    assert refused("self.txt") == "self.txt does not exist. It is a link to something that is not there."


@pytest.mark.usefixtures("folder")
def test_a_missing_file_is_named_with_a_guess() -> None:
    assert refused("sub/d.TXT") == "sub/d.TXT does not exist. Did you mean sub/c.TXT?"
    assert refused("zzzzzzzz") == "zzzzzzzz does not exist. Check the path."
    assert refused("no/such.txt") == "no/such.txt does not exist. There is no folder no either."


def test_a_folder_without_readable_files_lists_what_it_holds(folder: Path) -> None:
    for name in ("x/a.odt", "x/b.odt", "x/c.png", "x/README"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    assert refused("x") == (
        "the folder x has no readable documents: it holds 2 .odt, 1 .png, 1 without a suffix."
        " Readers exist for: .docx .htm .html .jsonl .md .parquet .pdf .txt. Convert the files, or give another folder."
    )
    (folder / "y").mkdir()
    assert refused("y").startswith("the folder y has no readable documents: it holds no files.")


@pytest.mark.usefixtures("folder")
def test_a_pattern_that_fits_nothing_says_so() -> None:
    assert refused("*.docx") == (
        "the pattern *.docx gives no documents: nothing fits it."
        " Readers exist for: .docx .htm .html .jsonl .md .parquet .pdf .txt. Check the pattern, or give the folder."
    )
    assert "1 file fits it, but has no reader." in refused("sub/*.png")


def test_a_folder_that_may_not_be_opened_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def deny(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", deny)
    found, (error,) = expand_sources([folder])
    assert len(found) == 2
    assert str(error).endswith("sub could not be opened (Permission denied). Check your rights on it.")


### Reading ###########################################################################################################


@pytest.mark.usefixtures("folder")
def test_a_suffix_without_reader_lists_the_readers() -> None:
    _, (error,) = read_source("sub/e.odt")
    assert str(error) == (
        "sub/e.odt: no reader for '.odt'. Readers exist for: .docx .htm .html .jsonl .md .parquet .pdf .txt."
        ' Convert the file, or pass readers={".odt": my_reader}.'
    )


def test_a_file_without_suffix_has_no_reader(folder: Path) -> None:
    (folder / "README").write_text("x")
    _, (error,) = read_source("README")
    assert str(error).startswith("README: a file without a suffix has no reader. Readers exist for: ")


@pytest.mark.usefixtures("folder")
def test_a_reader_of_one_s_own_takes_a_suffix() -> None:
    def read_odt(path: Path, source: str) -> list[Document]:
        return [Document(source, path.read_text())]

    readers = {**READERS, ".odt": read_odt}
    assert "sub/e.odt" in expand_sources(["sub"], readers=readers)[0]
    assert read_source("sub/e.odt", readers=readers) == ([Document("sub/e.odt", "Norland signed.")], [])


@pytest.mark.usefixtures("folder")
def test_a_folder_and_a_missing_file_cannot_be_read() -> None:
    assert [str(error) for _, (error,) in map(read_source, ("sub", "no.txt"))] == [
        "sub is a folder. Give its files, as expand_sources([…]) lists them.",
        "no.txt does not exist. Did you mean b.txt?",
    ]


def test_importing_the_readers_imports_no_library() -> None:
    heavy = "{'trafilatura', 'pypdfium2', 'docx', 'yaml', 'lxml', 'urllib.request', 'tomllib'}"
    code = f"import sys, kg.read; sys.exit(sorted({heavy} & set(sys.modules)) or 0)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a name be any bytes")
def test_a_name_that_is_not_utf8_is_told_in_words_that_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")).write_text("Two.", encoding="utf-8")
    sources, _ = expand_sources([tmp_path])
    read = [read_source(source) for source in sources]
    assert [len(documents) for documents, _ in read] == [1, 0]
    ((error,),) = [errors for _, errors in read if errors]
    assert str(error).encode().endswith(rb"bad\udcff.txt: the name of this file is not UTF-8. Give it another name.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("One.", encoding="utf-8")
    assert [Path(source).name for source in expand_sources([tmp_path])[0]] == ["b.txt"]
    for errors in (expand_sources([tmp_path / "a.txt"])[1], read_source(tmp_path / "a.txt")[1]):
        assert [str(e).endswith("a.txt is no file. Save what it gives as a file first.") for e in errors] == [True]
