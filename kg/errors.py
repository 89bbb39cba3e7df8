"""What can go wrong, as one tree. Each message says what, where, and what to do.

::

    KGError
    ├── ReadError       a document could not be turned into text        .path
    ├── OntologyError   ontology, phrase or gazetteer is wrong          .path .line .term
    ├── QueryError      SPARQL is wrong, or ran out of time             .position
    ├── StoreError      a store refused or could not be reached         .target .status
    └── WitnessError    a witness could not be asked                    .target .status
"""

from pathlib import Path


class KGError(Exception):
    """Any error that the user can mend; the command line prints it and nothing else."""

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error travel between processes: pickle by itself cannot give arguments by keyword."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[KGError], args: tuple[object, ...], attributes: dict[str, object]) -> KGError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class ReadError(KGError):
    """A document could not be turned into text."""

    def __init__(self, message: str, *, path: str | Path) -> None:
        super().__init__(message)
        self.path = str(path)


class OntologyError(KGError):
    """An ontology, a phrase or a gazetteer is wrong; `line` counts from 1."""

    def __init__(self, message: str, *, path: str | Path, line: int | None = None, term: str | None = None) -> None:
        where = f"{path}:{line}: " if line else f"{path}: "
        super().__init__(where + message)
        self.path = str(path)
        self.line = line
        self.term = term


class QueryError(KGError):
    """A SPARQL query is wrong or took too long; `position` is (line, column), both from 1."""

    def __init__(self, message: str, *, position: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.position = position


class StoreError(KGError):
    """A store refused or could not be reached; `status` is the HTTP status, where there is one."""

    def __init__(self, message: str, *, target: str | Path, status: int | None = None) -> None:
        super().__init__(message)
        self.target = str(target)
        self.status = status


class WitnessError(KGError):
    """A witness could not be asked; `target` is its address or model, `status` the HTTP status, where there is one."""

    def __init__(self, message: str, *, target: str | Path | None = None, status: int | None = None) -> None:
        super().__init__(message)
        self.target = None if target is None else str(target)
        self.status = status
