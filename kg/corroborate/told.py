"""Conflicts as plain dictionaries: what `report.json` says of them."""

from typing import TypedDict


class ValueTold(TypedDict):
    """A value of a conflict, a document that gives it, and where and in what words it does so."""

    value: str
    document: str
    statement: str
    quote: str


class ConflictTold(TypedDict):
    """Values of one property of one thing that cannot all hold."""

    id: str
    subject: str
    predicate: str
    values: list[ValueTold]
