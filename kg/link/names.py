"""Name mentions into groups, one for each thing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from kg.lexicon import ORGANIZATIONS, Lexicon
from kg.link.keys import family, key, parts, tidy
from kg.link.namesakes import states_of
from kg.records import Mention

_LONG_WORD = 5  # letters of a first word that may stand for a firm's name: "Bigelow" of "Bigelow Aerospace"
_CHRISTENED = 3  # words of a numbered name and the name of the person after whom the thing is called
_SHORTEST_TAIL = 2  # words of a short form that is the end of a longer name


@dataclass(slots=True)
class Group:
    """The mentions that name one thing; grows while linking."""

    family: str
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    def add(self, mention: Mention, name: str) -> None:
        """Take a mention in, under the full name that it stands for."""
        self.mentions.append(mention)
        self.names[name] += 1

    @property
    def first(self) -> int:
        """Where it is first named."""
        return min(mention.start for mention in self.mentions)


def group_names(mentions: Sequence[Mention], text: str, lexicon: Lexicon) -> list[Group]:
    """Return the groups of the name mentions of a text, in order of first mention."""
    states = states_of(mentions, text, lexicon)
    groups: dict[tuple[str, str], Group] = {}
    persons = []
    for mention in mentions:
        if mention.type == "Person":
            persons.append(mention)
            continue
        identity, name = _identity(mention)
        identity += states.get(mention, "")
        place = family(mention.type), identity
        if place not in groups:
            groups[place] = Group(place[0])
        groups[place].add(mention, name)
    merged = _merge_short_forms(_merge_spelled_out(groups, lexicon), lexicon)
    return sorted([*merged, *_group_persons(persons, lexicon)], key=lambda group: group.first)


def _identity(mention: Mention) -> tuple[str, str]:
    """Return what tells the thing apart within its family, and its name."""
    if mention.type == "Country":
        return mention.code or key(mention.text), mention.name or tidy(mention.text)
    if mention.type == "Date":
        return mention.value or f"?{key(mention.text)}", tidy(mention.text)
    name = mention.name or tidy(mention.text)
    return key(name), name


### Short forms #######################################################################################################


def _merge_spelled_out(groups: dict[tuple[str, str], Group], lexicon: Lexicon) -> dict[tuple[str, str], Group]:
    """Merge groups whose names differ only in a body: "UN Ocean Summit", "United Nations Ocean Summit"."""
    into: dict[tuple[str, str], tuple[str, str]] = {}
    for identity, group in groups.items():
        if group.family in _SPELLED:
            for name in group.names:
                long = (group.family, key(_spelled_out(name, lexicon)))
                if long != identity and long in groups:
                    into[identity] = long
    _merged(groups, into)
    return groups


_SPELLED = frozenset({"Event", "Agreement", "Organization"})


def _spelled_out(name: str, lexicon: Lexicon) -> str:
    """Return a name of several words with the short forms of known bodies in it spelled out."""
    words = name.split()
    if len(words) == 1 or not any(word.isupper() for word in words):
        return name
    known = ((word, lexicon.lookup(word) if word.isupper() else ()) for word in words)
    return " ".join(next((n.name for n in names if n.type in ORGANIZATIONS), word) for word, names in known)


def _merge_short_forms(groups: dict[tuple[str, str], Group], lexicon: Lexicon) -> list[Group]:
    """Merge groups of which one's name is the end of the other's ("General Assembly", "UN General Assembly").

    A name that only lacks its kind is merged too: "Kirkeby" and "Kirkeby district".
    """
    tails = _tails(groups, lexicon)
    into: dict[tuple[str, str], tuple[str, str]] = {}
    for identity, group in groups.items():
        family = "Firm" if _is_unknown_firm(group, lexicon) else group.family
        longer = {
            other
            for words in _wordings(group)
            for other in (*tails.get((group.family, words), ()), *tails.get((family, words), ()))
            if other != identity
        }
        if len(longer) == 1:
            into[identity] = longer.pop()
    return _merged(groups, into)


def _tails(
    groups: dict[tuple[str, str], Group], lexicon: Lexicon
) -> dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Return the short forms that names have, by family, each with those that it may stand for."""
    kinds = _kinds(lexicon)
    tails: dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]] = defaultdict(list)
    for identity, group in groups.items():
        for words in _described(group):
            tails["Project", words].append(identity)
        for words in _wordings(group) if group.family not in {"Country", "Date"} else ():
            for at in range(1, len(words) - _SHORTEST_TAIL + 1 if group.family != "Place" else 0):
                tails[group.family, words[at:]].append(identity)
            if len(words) > 1 and words[-1] in kinds.get(group.family, ()):
                tails[group.family, words[:-1]].append(identity)
            if group.family == "Organization" and len(words) > 1 and len(words[0]) >= _LONG_WORD:
                tails["Firm", words[:1]].append(identity)
            if _is_christened(group.family, words, lexicon):
                tails["Project", words[:1]].append(identity)
    return tails


def _described(group: Group) -> set[tuple[str, ...]]:
    """Return a project's names without a small word before them: "the lunar Gateway" is the Gateway."""
    texts = {tidy(mention.text).partition(" ") for mention in group.mentions if group.family == "Project"}
    return {parts(name) for word, _, name in texts if word.isalpha() and word.islower() and name[:1].isupper()}


def _is_christened(family: str, words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Return whether a person's name follows the number of a thing: "Sentinel-6 Michael Freilich" is Sentinel-6."""
    is_numbered = family == "Project" and len(words) == _CHRISTENED and words[0][-1].isdigit()
    return is_numbered and words[1].capitalize() in lexicon.given and words[2].isalpha()


def _is_unknown_firm(group: Group, lexicon: Lexicon) -> bool:
    """Return whether it is a body of one word that no gazetteer knows: short for a name that it begins."""
    return group.family == "Organization" and not any(
        lexicon.lookup(tidy(m.text)) or m.text.isupper() or " " in m.text for m in group.mentions
    )


def _wordings(group: Group) -> list[tuple[str, ...]]:
    """Return the names of a thing, and how the text writes them, as words."""
    written = (tidy(mention.text) for mention in group.mentions)
    return list(dict.fromkeys(parts(name) for name in (*group.names, *written)))


@lru_cache(maxsize=8)
def _kinds(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Return the words, in small letters, that say what kind of project or place a name is, and the forms of firms."""
    heads = lexicon.rows("heads")
    projects = (*heads.get("Project", ()), *heads.get("LaunchVehicle", ()))
    firms = lexicon.cues("organizations", "forms") | lexicon.cues("organizations", "spelled forms")
    return {
        "Organization": frozenset(word.casefold().replace(".", "") for word in firms),
        "Project": frozenset(word.casefold() for word in projects),
        "Place": lexicon.cues("places", "nouns"),
    }


def _merged(groups: dict[tuple[str, str], Group], into: dict[tuple[str, str], tuple[str, str]]) -> list[Group]:
    for identity in sorted(into, key=lambda i: -len(i[1])):
        target = identity
        seen = set()
        while target in into and target not in seen:
            seen.add(target)
            target = into[target]
        if target != identity:
            short = groups.pop(identity)
            groups[target].mentions += short.mentions
            groups[target].names += short.names
    return list(groups.values())


### Persons ###########################################################################################################


def _group_persons(mentions: Sequence[Mention], lexicon: Lexicon) -> list[Group]:
    """Group persons: full names by spelling, a surname with the last full name before it that has it."""
    full: dict[str, Group] = {}
    holders: dict[str, list[tuple[int, str]]] = defaultdict(list)
    spelled: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    longer = _longer({_name_words(mention, lexicon) for mention in mentions})
    for mention in mentions:
        words = _name_words(mention, lexicon)
        if len(words) > 1:
            identity = _same(longer.get(words, words), spelled)
            full.setdefault(identity, Group("Person")).add(mention, tidy(mention.text))
            for word in (*words, words[-1].rpartition("-")[2]):
                holders[word].append((mention.start, identity))
    for mention in mentions:
        words = _name_words(mention, lexicon)
        if len(words) <= 1:
            identity = _holder(words, mention, holders)
            full.setdefault(identity, Group("Person")).add(mention, tidy(mention.text))
    return list(full.values())


def _longer(names: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the one longer name that each of several words ends: "Vande Hei" is short for "Mark Vande Hei"."""
    ends: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for words in names:
        for at in range(1, len(words) - 1):
            ends[words[at:]].add(words)
    return {words: next(iter(ends[words])) for words in names if len(ends.get(words, ())) == 1}


def _same(words: tuple[str, ...], spelled: dict[str, list[tuple[tuple[str, ...], str]]]) -> str:
    """Return the person with this surname whose other names are spelled nearly so, or a new one."""
    identity = key(" ".join(words))
    for known, other in spelled[words[-1]]:
        pairs = zip(known, words, strict=False)
        if len(known) == len(words) and all(SequenceMatcher(None, a, b).ratio() >= _ALIKE for a, b in pairs):
            return other
    spelled[words[-1]].append((words, identity))
    return identity


_ALIKE = 0.8  # of two given names of one person in two spellings; "John" and "Joan" have 0.75


def _name_words(mention: Mention, lexicon: Lexicon) -> tuple[str, ...]:
    suffixes = _suffixes(lexicon)
    return tuple(word for word in parts(mention.text) if word not in suffixes)


@lru_cache(maxsize=8)
def _suffixes(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(suffix.casefold().strip(".") for suffix in lexicon.cues("persons", "suffixes"))


def _holder(words: tuple[str, ...], mention: Mention, holders: dict[str, list[tuple[int, str]]]) -> str:
    known = holders.get(words[0] if words else "", [])
    before = [identity for start, identity in known if start < mention.start]
    if before:
        return before[-1]
    return known[0][1] if known else key(mention.text)
