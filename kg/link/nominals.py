"""Specific things without a name into groups: "an agreement" is new, "the agreement" is the last one that fits."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from kg.lexicon import Lexicon
from kg.link.keys import family, parts, tidy
from kg.link.names import Group
from kg.link.passages import Passages
from kg.link.selecting import kinds_beside, may_be_called
from kg.records import THING, Document, Mention

_DEFINITE = re.compile(r"(?i)\b(?:the|this|that)\s+\Z")
_EXPLAINS = re.compile(r"(?:\s*\([^()]{1,40}\))?(?:,|\s+(?:is|was))\s+(?:a|an|the|its|their)\s+")
_LISTED = re.compile(r",?\s+(?:and|or)\b")
_NAMED = 120  # characters from where a name begins to what explains it
_CROWD = 40  # actors of a sentence that are looked at
_MEMORY = 60  # things of a class that are remembered, so that time grows with the text alone
_TITLE = 20  # characters between "the white paper" and its title
_PARTIES = 2  # so many actors in common make two indefinite mentions one agreement
_ACTORS = frozenset({"Country", "Organization"})
_AHEAD = 2  # sentences ahead in which the name of a thing is told
_SAID = 2  # words of a thing without a name by which another article would not make another of it


def group_nominals(
    document: Document,
    nominals: Sequence[Mention],
    groups: Sequence[Group],
    lexicon: Lexicon,
    *,
    passages: Passages,
) -> list[Group]:
    """Return the groups with the unnamed things added, as groups of their own or to those they speak of again."""
    named = sorted((m.start, at) for at, g in enumerate(groups) for m in g.mentions)
    actors = [(start, at) for start, at in named if groups[at].family in _ACTORS]
    grouping = _Grouping(document.text, lexicon, list(groups), actors, passages, named)
    seen = 0
    for mention in sorted(nominals):
        while seen < len(named) and named[seen][0] < mention.start:
            grouping.remember(named[seen][1])
            seen += 1
        grouping.add(mention)
    return grouping.groups


def _is_definite(text: str, mention: Mention) -> bool:
    return _DEFINITE.search(text, max(0, mention.start - 8), mention.start) is not None


@dataclass(slots=True)
class _Grouping:
    """The groups so far.

    `named` and `actors` are where anything, and where countries and organizations, are named, and by which group;
    `descriptions` are the words that unnamed mentions have for what has a name, `recent` are the groups of each family
    in the order in which they were last spoken of.
    """

    text: str
    lexicon: Lexicon
    groups: list[Group]
    actors: list[tuple[int, int]]
    passages: Passages
    named: list[tuple[int, int]]
    recent: dict[str, dict[int, None]] = field(default_factory=dict)
    parties: dict[int, set[int]] = field(default_factory=dict)
    descriptions: dict[int, set[str]] = field(default_factory=dict)

    def remember(self, at: int) -> None:
        """Note that a group was spoken of."""
        order = self.recent.setdefault(self.groups[at].family, {})
        order.pop(at, None)
        order[at] = None

    def add(self, mention: Mention) -> None:
        """Put a mention into the group that it speaks of, or into a new one."""
        parties = self._parties(mention)
        found = self._found(mention, parties)
        if found is None:
            self.groups.append(Group(family(mention.type)))
            found = len(self.groups) - 1
        group = self.groups[found]
        is_description = mention.type == "Project" and any(m.kind == "name" for m in group.mentions)
        if mention.found_by == THING and not is_description and self._is_of_known(mention, group):
            mention = replace(mention, kind="anaphor")
        if is_description:
            self.descriptions.setdefault(found, set()).add(mention.text)
        group.add(mention, next(iter(group.names)) if is_description else tidy(mention.text))
        self.parties.setdefault(found, set()).update(parties)
        self.remember(found)

    def _is_of_known(self, mention: Mention, group: Group) -> bool:
        """Return whether the words only speak again of what has a longer description: "the wind farm"."""
        return bool(group.mentions) and _is_definite(self.text, mention) and tidy(mention.text) not in group.names

    def _found(self, mention: Mention, parties: set[int]) -> int | None:
        titled = self._titled(mention)
        if titled is None and mention.type == "Project":
            titled = self._explained(mention)
        if titled is None and mention.found_by == THING and mention.type == "Project":
            titled = self._named_later(mention)
        if titled is not None:
            return titled
        same = self._same_words(mention)
        if _is_definite(self.text, mention):
            return same if same is not None else self._earlier(mention)
        if mention.found_by == THING:
            return self._same_thing(mention, parties)
        if same is not None and self.groups[same].mentions[0].kind == "name":
            return same
        return self._same_parties(mention, parties)

    def _same_thing(self, mention: Mention, parties: set[int]) -> int | None:
        """Return the last group of just these words, if they are many or the sentence names the same parties.

        "A wind farm" is else another one each time.
        """
        words = parts(mention.text)
        for at, group in self._remembered(mention):
            if group.mentions[0].kind != "name" and any(words == parts(name) for name in group.names):
                is_same = len(words) > _SAID or (parties and parties == self.parties.get(at))
                return at if is_same else None
        return None

    def _titled(self, mention: Mention) -> int | None:
        """Return the group of the title behind "the white paper, titled …", of the name behind "the radar probe …"."""
        near = bisect_left(self.named, (mention.end, -1))
        if near == len(self.named) or self.named[near][0] > mention.end + _TITLE:
            return None
        start, at = self.named[near]
        words = set(self.text[mention.end : start].lower().strip(" ,\"“‘'").split())
        is_named = not self.text[mention.end : start].strip(" \"“‘'") and mention.type == "Project"
        fits = is_named or words & self.lexicon.cues("titles", "naming")
        return at if fits and self.groups[at].family == family(mention.type) else None

    def _explained(self, mention: Mention) -> int | None:
        """Return the group of the project that the words explain: "X, the space programme of Y", "X is a station"."""
        near = bisect_left(self.named, (mention.start, -1)) - 1
        if near < 0 or mention.start - self.named[near][0] > _NAMED:
            return None
        start, at = self.named[near]
        end = next(m.end for m in self.groups[at].mentions if m.start == start)
        is_listed = _LISTED.match(self.text, mention.end) is not None
        explains = not is_listed and _EXPLAINS.fullmatch(self.text, end, mention.start) is not None
        return at if explains and self.groups[at].family == family(mention.type) else None

    def _named_later(self, mention: Mention) -> int | None:
        """Return the group whose first name the next sentences call so: "a probe was built. The probe, Nordvik, …"."""
        noun = parts(mention.text)[-1]
        last = self.passages.number(mention.start) + _AHEAD
        for start, at in islice(self.named, bisect_left(self.named, (mention.end, -1)), None):
            if self.passages.number(start) > last:
                return None
            group = self.groups[at]
            if group.family == "Project" and group.first == start:
                name = next(one for one in group.mentions if one.start == start)
                if may_be_called(noun, kinds_beside(self.text, start, name.end, self.lexicon), self.lexicon):
                    return at
        return None

    def _earlier(self, mention: Mention) -> int | None:
        """Return the last group before that the head noun may stand for; a described thing needs a word in common."""
        words = parts(mention.text)
        described = len(words) > 1 and family(mention.type) != "Document"
        for at, group in self._remembered(mention):
            if self._fits(group, words) and (not described or self._shares(group, words)):
                return at
        return None

    def _shares(self, group: Group, words: tuple[str, ...]) -> bool:
        return any(set(words[:-1]) & set(parts(name)) for name in group.names)

    def _same_words(self, mention: Mention) -> int | None:
        """Return the last group whose name begins or ends with the mention's words, if they are more than one."""
        words = parts(mention.text)
        if len(words) == 1:
            return None
        for at, group in self._remembered(mention):
            names = [parts(name) for name in (*group.names, *self.descriptions.get(at, ()))]
            if any(words in {name[-len(words) :], name[: len(words)]} for name in names):
                return at
        return None

    def _same_parties(self, mention: Mention, parties: set[int]) -> int | None:
        """Return the last unnamed group whose sentences name the same parties; one will do for the headline's."""
        words = parts(mention.text)
        for place, (at, group) in enumerate(self._remembered(mention)):
            unnamed = group.mentions[0].kind == "nominal"  # names are grouped first
            headline = not place and self.passages.number(group.mentions[-1].start) == 0
            shared = len(parties & self.parties.get(at, set()))
            if unnamed and shared >= (1 if headline else _PARTIES) and self._fits(group, words):
                return at
        return None

    def _fits(self, group: Group, words: Sequence[str]) -> bool:
        """Return whether the noun may stand for the group: it is part of a name, means the same, or means anything."""
        names = {word for name in group.names for word in parts(name)}
        memoranda = self.lexicon.cues("nominals", "memoranda")
        anything = self.lexicon.cues("nominals", "anything")
        if words[-1] in names or words[-1] in anything:
            return True
        return not memoranda.isdisjoint(words) and bool(names & (memoranda | anything))

    def _remembered(self, mention: Mention) -> Iterator[tuple[int, Group]]:
        """Yield the groups of the mention's family, the last spoken of first."""
        order = self.recent.get(family(mention.type), {})
        for at in islice(reversed(order), _MEMORY):
            yield at, self.groups[at]

    def _parties(self, mention: Mention) -> set[int]:
        """Return the groups of the countries and organizations in the mention's sentence."""
        number = self.passages.number(mention.start)
        first = bisect_left(self.actors, (self.passages.start(number), -1))
        found = set()
        for at, group in self.actors[first : first + _CROWD]:
            if self.passages.number(at) > number:
                break
            found.add(group)
        return found
