"""Specific things without a name into groups: "an agreement" is new, "the agreement" is the last one that fits."""

from collections.abc import Iterator, Sequence

from kg.link.keys import family, parts, tidy
from kg.link.names import Group
from kg.records import Document, Mention

_DEFINITE = ("the ", "this ", "that ")


def group_nominals(document: Document, nominals: Sequence[Mention], groups: Sequence[Group]) -> list[Group]:
    """Return the groups with the unnamed things added, as groups of their own or to those they speak of again."""
    made = list(groups)
    for mention in sorted(nominals):
        before = document.text[max(0, mention.start - 5) : mention.start].lower()
        group = _earlier(mention, made) if before.endswith(_DEFINITE) else None
        if group is None:
            group = _same_words(mention, made)
        if group is None:
            group = Group(family(mention.type))
            made.append(group)
        group.add(mention, tidy(mention.text))
    return made


def _earlier(mention: Mention, groups: Sequence[Group]) -> Group | None:
    """Return the last group of the class before the mention whose name has the mention's head noun."""
    head = parts(mention.text)[-1]
    return max(
        (g for g in _fitting(mention, groups) if _has_head(g, head)),
        key=lambda g: _last(g, mention),
        default=None,
    )


def _same_words(mention: Mention, groups: Sequence[Group]) -> Group | None:
    """Return the group that has the mention's words, more than one, as its name or as the end of it."""
    words = parts(mention.text)
    if len(words) == 1:
        return None
    return next(
        (g for g in _fitting(mention, groups) if any(parts(n)[-len(words) :] == words for n in g.names)), None
    )


def _fitting(mention: Mention, groups: Sequence[Group]) -> Iterator[Group]:
    wanted = family(mention.type)
    return (g for g in groups if g.family == wanted and g.first < mention.start)


def _has_head(group: Group, head: str) -> bool:
    return any(head in parts(name) for name in group.names)


def _last(group: Group, mention: Mention) -> int:
    return max(m.start for m in group.mentions if m.start < mention.start)
