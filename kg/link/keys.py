"""Names into keys that are equal when two names are spelled alike."""

import re
import unicodedata
from functools import lru_cache

from kg.lexicon import ORGANIZATIONS, PROJECTS
from kg.text import folded

_SEPARATOR = re.compile(r"[\s\-_/\\'\".,*]+")
_ARTICLE = re.compile(r"(?i)^the\s+")


def family(type_: str) -> str:
    """Return the class under which mentions may name one thing: all organizations together, all projects together."""
    if type_ in ORGANIZATIONS:
        return "Organization"
    return "Project" if type_ in PROJECTS else type_


@lru_cache(maxsize=65_536)
def tidy(text: str) -> str:
    """Return a name as a label: folded, with single spaces, without Markdown marks and a leading article."""
    plain = re.sub(r"[*_`\\]+", " ", folded(text))
    plain = re.sub(r"(?<=\w-) (?=[A-Z])", "", " ".join(plain.split()))
    return _ARTICLE.sub("", plain).strip(" \"'")


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return the name without case, accents, hyphens and spaces: "Chang'e-1" and "Chang’e 1" have one key."""
    plain = unicodedata.normalize("NFKD", tidy(text).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _SEPARATOR.sub("", plain)


@lru_cache(maxsize=65_536)
def parts(text: str) -> tuple[str, ...]:
    """Return the words of a name in lower case."""
    return tuple(tidy(text).casefold().replace(".", "").split())
