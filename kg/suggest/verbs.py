"""Make frames from verbs that stand between the ends of statements: who acts, the verb, what it acts on."""

from collections.abc import Iterator, Sequence

from kg.ontology import Frame, Ontology, State
from kg.relate.items import Item
from kg.relate.senses import Vocabulary
from kg.relate.words import Form, Words
from kg.suggest.candidates import FRAME, VERB, Candidate
from kg.suggest.occurrences import ARTICLES, Occurrence, general

_MOST_FIXED = 3
"""How many words may belong to a verb: "take part in"."""
_TOO_SHORT = 3
_WITH_E = (
    *("at", "iz", "is", "as", "os", "us", "v", "u", "ir", "ur"),
    *("uc", "nc", "rc", "ag", "eg", "dg", "rg"),
)
"""Endings of stems that have an e in the base form."""
_NOUNS = ("ion", "ment", "ness", "er", "or", "ist", "ism", "ity", "ance", "ence")
"""Endings of nouns, of which what is no known verb is the plural: "contributions"."""
_AGENT, _THEME = "agent", "theme"


def verbs_of(occurrence: Occurrence, vocabulary: Vocabulary, ontology: Ontology) -> Iterator[Candidate]:
    """Yield the verbs by which an occurrence may be read: for frames that state the same already, and for a new one."""
    if any(item.mentions for item in occurrence.between):
        return
    found = _verb(occurrence.between, vocabulary)
    if not found:
        return
    verb, is_passive = found
    statement = occurrence.statement
    ends = (_THEME, _AGENT) if is_passive else (_AGENT, _THEME)
    subject, other = ends if occurrence.subject_first else ends[::-1]
    state = State(subject, statement.predicate, other)
    kinds = [general(end, ontology) for end in occurrence.ends]
    for frame in ontology.frames.values():
        if _takes(frame, state, [min(end.types) for end in occurrence.ends], ontology) and verb not in frame.verbs:
            yield Candidate(VERB, statement.predicate, verb, (), (), len(frame.states), frame.name)
    known = ontology.properties[statement.predicate]
    wide = tuple(sorted(known.domain)) or (kinds[0],), tuple(sorted(known.range)) or (kinds[1],)
    for classes in dict.fromkeys([wide, ((kinds[0],), (kinds[1],))]):
        yield Candidate(FRAME, statement.predicate, verb, *classes, frame=subject)


def _takes(frame: Frame, state: State, kinds: Sequence[str], ontology: Ontology) -> bool:
    """Return whether a frame states this, needs nothing besides, and is open to things of these classes."""
    if state not in frame.states or frame.status != "asserted" or frame.requires or frame.behind or frame.objects:
        return False
    roles = (frame.roles[state.subject], frame.roles[state.object])
    return all(ontology.fits(kind, classes) for kind, classes in zip(kinds, roles, strict=True))


def _verb(items: Sequence[Item], vocabulary: Vocabulary) -> tuple[str, bool] | None:
    """Return the verb that the words are, with those that belong to it, and whether it is in the passive voice."""
    words = vocabulary.words
    plain = [item.lower for item in items]
    if not all(word.isalpha() for word in plain):
        return None
    while plain and plain[-1] in ARTICLES:
        plain.pop()
    group = 0
    while group < len(plain) and plain[group] in vocabulary.group | {"to"}:
        group += 1
    if group == len(plain) or "not" in plain:
        return None
    word, *rest = plain[group:]
    is_passive = not words["be"].isdisjoint(plain[:group]) and not word.endswith("ing")
    if is_passive:
        if rest != ["by"]:
            return None
        rest = []
    if not _may_belong(rest, words) or word in vocabulary.closed or word in words["closed"]:
        return None
    lemma = lemma_of(word, vocabulary, finite=not group)
    return (" ".join([lemma, *rest]), is_passive) if lemma else None


def _may_belong(rest: Sequence[str], words: Words) -> bool:
    """Return whether words may belong to the verb before them: "part in", "to", but no noun phrase."""
    if not rest:
        return True
    fixed = [word for word in rest if word not in words["closed"]]
    return (
        len(rest) <= _MOST_FIXED
        and len(fixed) <= 1
        and rest[-1] in words["prepositions"] | {"to"}
        and not ARTICLES.intersection(rest)
    )


### Base forms ########################################################################################################


def lemma_of(word: str, vocabulary: Vocabulary, *, finite: bool) -> str | None:
    """Return the base form of a verb; None for what is no form of one.

    A form that no frame knows is undone by the rules by which forms are made; behind a subject it must be finite.
    """
    known = [form for form in vocabulary.verbs.get(word, ()) if not finite or form.tense in {"s", "past", "base"}]
    if known:
        return known[0].lemma
    words = vocabulary.words
    irregular = sorted(lemma for lemma, forms in words.irregular.items() if word in forms)
    if irregular:
        return irregular[0]
    made = (lemma for lemma in _stems(word) if len(lemma) >= _TOO_SHORT and not lemma.endswith(_NOUNS))
    return next((lemma for lemma in made if _makes(lemma, word, words, finite=finite)), None)


def _makes(lemma: str, word: str, words: Words, *, finite: bool) -> bool:
    forms: tuple[Form, ...] = words.forms([lemma]).get(word, ())
    return any(form.tense in ({"s", "past"} if finite else {"s", "past", "part", "ing"}) for form in forms)


def _stems(word: str) -> Iterator[str]:
    """Yield what the base form may be, the likeliest first."""
    for ending in ("ied", "ies", "ing", "ed", "es", "s"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if ending in {"ied", "ies"}:
                yield f"{stem}y"
            elif ending == "s":
                yield stem
            elif _wants_e(stem):
                yield from (f"{stem}e", stem)
            else:
                yield from (_undoubled(stem), stem, f"{stem}e")


def _undoubled(stem: str) -> str:
    return stem[:-1] if stem[-1:] == stem[-2:-1] and stem[-1:] not in "lsfz" else stem


def _wants_e(stem: str) -> bool:
    """Return whether a stem is written with e in the base form: "operat", "provid", but not "aid" or "visit"."""
    if stem.endswith(_WITH_E):
        return True
    before = stem[-3:-2]
    if stem.endswith(("id", "in", "ad")):
        return len(stem) > _TOO_SHORT and before not in "aeiou"
    return (len(stem) > _TOO_SHORT and stem.endswith("ut")) or (stem.endswith("l") and stem[-2:-1] in {*"bcdfgkptz"})
