"""Say, for each verb and each noun of action in a sentence, what stands around it: its event."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from kg.relate.arguments import REACH
from kg.relate.chunks import Chunk, Verb
from kg.relate.clauses import Clauses
from kg.relate.groups import ACTORS, Group, working
from kg.relate.items import Item

_NEW_DATE = frozenset(["to", "until", "till"])
"""Prepositions before the date to which something is put off."""


@dataclass(frozen=True)
class Event:
    """A verb or noun of action with what stands around it.

    `passive` is None where the form leaves it open ("the agreement signed in May": passive, "China signed": active).
    `by_marker` holds what stands behind each preposition, in order; `owner` is the possessor of a noun of action,
    `governor` the verb whose object it is; `adjacent` is the phrase right before a verb, whatever it hangs on, `beyond`
    what stands before the places of a phrase that a comma parts from a participle ("the dam in Peru, built by X");
    `entrusted` says that the subject is to do what the noun says; `whole` is what an object without a name is part of.
    """

    trigger: Item
    at: int
    chunk: int
    words: tuple[str, ...]
    cues: tuple[str, ...]
    passive: bool | None
    subject: Group = ()
    object: Group = ()
    by_marker: tuple[tuple[str, Group], ...] = ()
    dates: tuple[tuple[str, Item], ...] = ()
    is_noun: bool = False
    owner: Group = ()
    governor: str = ""
    presupposed: bool = False
    adjacent: Group = ()
    beyond: Group = ()
    entrusted: bool = False
    whole: Group = ()


def verb_events(clauses: Clauses, is_trigger: Callable[[str], bool]) -> Iterator[tuple[Event, Verb]]:
    """Yield each main verb of the sentence that may be a form of a trigger, with what stands around it."""
    for i, chunk in enumerate(clauses.chunks):
        if not chunk.verbs or not any(map(is_trigger, chunk.lemmas)) or clauses.is_left_open(i):
            continue
        for verb in chunk.verbs:
            item = chunk.items[verb.at - chunk.first]
            yield (
                Event(
                    trigger=item,
                    at=verb.at,
                    chunk=i,
                    words=tuple(_words_behind(clauses, i, item)),
                    cues=_cues(clauses, i),
                    passive=_is_passive(clauses, chunk, verb),
                    subject=clauses.subject(i),
                    object=clauses.direct_object(i + 1) or clauses.relative_object(i),
                    adjacent=clauses.group_left(i - 1),
                    beyond=clauses.beyond_places(i),
                    whole=clauses.whole(i),
                ),
                verb,
            )


def _words_behind(clauses: Clauses, i: int, trigger: Item) -> Iterator[str]:
    """Yield the words behind a verb, without the adverbs right behind it: "participates actively in"."""
    items = (item for chunk in clauses.chunks[i : i + 5] for item in chunk.items if item.start >= trigger.end)
    for item in dropwhile(clauses.is_adverb, items):
        yield from item.lower.split() if not item.mentions else (item.lower,)


def _is_passive(clauses: Clauses, chunk: Chunk, verb: Verb) -> bool | None:
    """Return whether the verb is in the passive voice; None where its form leaves that open ("signed")."""
    tenses = {form.tense for form in verb.forms}
    if "part" not in tenses:
        return False
    auxiliary = next((cue for cue in reversed(chunk.cues) if cue in clauses.words["auxiliaries"]), "")
    if auxiliary:
        return auxiliary in clauses.words["be"]
    return None if not chunk.cues or "past" in tenses else False


def _cues(clauses: Clauses, i: int) -> tuple[str, ...]:
    """Return the words that say whether the verb group `i` is planned or denied."""
    if clauses.is_predicate(i, i - 1):  # "became the first nation to sign": the copula decides, "to" does not
        return tuple(item.lower for item in clauses.chunks[i - 2].items)
    if _is_done_by_one(clauses, i):  # "Ecuador, the 23rd country to sign", "was among the first to sign"
        return ()
    denied = ("not",) if clauses.is_denied(i) or _is_rejected(clauses, i) else ()
    return (*clauses.governing_words(i), *_words_before_gerund(clauses, i), *denied, *_without_feeling(clauses, i))


def _is_done_by_one(clauses: Clauses, i: int) -> bool:
    """Return whether infinitive `i` says what the one before it has done: ", the 23rd country to sign"."""
    chunk, before = clauses.chunks[i], clauses.chunks[i - 1] if i else None
    if before is None or not chunk.infinitive or chunk.cues[1:] or before.kind != "np" or before.head is not None:
        return False
    words = before.lower.split()
    counted = any(word in clauses.words["counting"] or _NTH.fullmatch(word) for word in words)
    return counted and clauses.kind(i - 2) == "comma"


_NTH = re.compile(r"\d+(?:st|nd|rd|th)")


def _is_rejected(clauses: Clauses, i: int) -> bool:
    """Return whether what infinitive `i` says is the object of a refusal: "declined an invitation to join"."""
    is_object = clauses.chunks[i].infinitive and clauses.kind(i - 1) == "np" and clauses.kind(i - 2) == "vg"
    return is_object and not clauses.words["rejecting"].isdisjoint(clauses.chunks[i - 2].lemmas)


def _words_before_gerund(clauses: Clauses, i: int) -> list[str]:
    """Return what the gerund `i` hangs on: "is interested in joining", "considers joining"."""
    chunk = clauses.chunks[i]
    if clauses.is_helped(i):
        return [*clauses.chunks[i - 2].cues]
    if chunk.cues or "ing" not in chunk.tenses or not i:
        return []
    j = i - 1
    if clauses.kind(j) == "prep" and clauses.chunks[j].lower not in clauses.words["temporal"]:
        j -= 1
    elif clauses.kind(j) != "vg":
        return []
    return [word for k in (j - 1, j) if clauses.kind(k) in {"np", "vg"} for word in _plain(clauses, k)]


def _plain(clauses: Clauses, i: int) -> list[str]:
    return [item.lower for item in clauses.chunks[i].items if not item.mentions]


def noun_events(clauses: Clauses, is_trigger: Callable[[str], bool]) -> Iterator[Event]:
    """Yield each noun of action ("the signing of X by Y") that heads a phrase, with what stands around it."""
    for i, chunk in enumerate(clauses.chunks):
        if chunk.kind != "np" or chunk.head is not None or not is_trigger(chunk.noun):
            continue
        if chunk.items[-1].lower != chunk.noun:
            continue
        before = clauses.chunks[i - 1] if i else None
        adjacent = [("", before.items[0])] if before is not None and before.kind == "date" else []
        verb = _governing_verb(clauses, i)
        markers = (*clauses.behind(i + 1), *_carried_out_by(clauses, i))
        entrusted = _entrusted(clauses, i) if verb is None else ()
        yield Event(
            trigger=chunk.items[-1],
            at=chunk.last - 1,
            chunk=i,
            words=(),
            cues=(*_clause_cues(clauses, i), *_charge_cues(clauses, i, entrusted=bool(entrusted))),
            passive=None,
            subject=entrusted or _acting(clauses, i, verb, markers),
            by_marker=markers,
            dates=(
                *adjacent,
                *clauses.dates_behind(i + 1),
                *_dates_of_happening(clauses, i),
                *_dates_before(clauses, i),
            ),
            is_noun=True,
            owner=chunk.modifiers or _possessor(clauses, i),
            governor=_verb_lemma(clauses, verb) or _preposition(clauses, i),
            entrusted=bool(entrusted),
            presupposed=_is_presupposed(clauses, i, verb),
        )


def _dates_before(clauses: Clauses, i: int) -> Iterator[tuple[str, Item]]:
    """Yield the dates before a noun of action, unless they date what comes before or after it, or is done for it.

    "On 3 May the rocket was tested before its launch", "in preparation for its launch".
    """
    j = i - 1
    if clauses.kind(j) == "vg" and not clauses.chunks[j].is_finite:
        j -= 1  # "before conducting its launch"
    marker = clauses.chunks[j].lower if clauses.kind(j) == "prep" else ""
    if marker not in clauses.words["apart"]:
        yield from clauses.dates_before(i)


def _entrusted(clauses: Clauses, i: int) -> Group:
    """Return who is "responsible for", "in charge of" or "has a contract for" the action `i`."""
    k = i - 2
    if clauses.kind(i - 1) != "prep" or clauses.kind(k) != "np":
        return ()
    if (party := _party(clauses, k)) or clauses.chunks[k].head is not None:
        return party
    if not any(item.lower in clauses.words["entrusting"] for item in clauses.chunks[k].items):
        return ()
    owner = clauses.chunks[k].owner
    return (owner,) if owner is not None else _bearer(clauses, k - 2 if clauses.kind(k - 1) == "prep" else k - 1)


def _charge_cues(clauses: Clauses, i: int, *, entrusted: bool) -> list[str]:
    """Return the words by which the action `i` is still to be done: "signed a contract for the launch of X"."""
    prep = clauses.chunks[i - 1].lower if clauses.kind(i - 1) == "prep" else ""
    if prep not in clauses.words["contracting"]:
        return _plain(clauses, i - 2) if entrusted else []
    nouns = {clauses.object_noun(k) for k in (i - 2, clauses.head_of(i - 2))}
    is_agreed = not nouns.isdisjoint(clauses.words["contract"] | clauses.words["pact"])
    return [*(_plain(clauses, i - 2) if entrusted else ()), *(["to"] if is_agreed else [])]


def _bearer(clauses: Clauses, k: int) -> Group:
    """Return who has the charge or contract behind chunk `k`."""
    if clauses.kind(k) == "np":
        return clauses.group_left(k)  # "awarded Boeing a contract for the construction of X"
    if clauses.kind(k) == "comma":
        return clauses.group_left(k - 1)[-1:]  # "Boeing, responsible for the construction of X, …"
    return clauses.subject(k) if clauses.kind(k) == "vg" else ()


def _party(clauses: Clauses, k: int) -> Group:
    """Return who is named with a contract or a charge: "a contract with OHB for …", "entrusted OHB with …"."""
    head = clauses.chunks[k].head
    if head is None or not head.types & ACTORS:
        return ()
    is_party = clauses.kind(k - 1) == "prep" and clauses.chunks[k - 1].lower in {"with", "to"}
    if is_party and clauses.object_noun(k - 2) in clauses.words["contract"]:
        party, asking = clauses.group_left(k), clauses.subject(k - 3) if clauses.kind(k - 3) == "vg" else ()
        return working(asking, party, others=party)
    is_charged = clauses.kind(k - 1) == "vg" and clauses.chunks[k - 1].lemmas & clauses.words["charging"]
    return clauses.group_left(k) if is_charged and clauses.chunks[k + 1].lower == "with" else ()


def _carried_out_by(clauses: Clauses, i: int) -> Iterator[tuple[str, Group]]:
    """Yield the agent of a verb that only says that action `i` is done: "construction of X is led by Y"."""
    j = i + 1
    while clauses.kind(j) in {"prep", "np", "conj"}:
        j += 1
    if clauses.kind(j) == "vg" and clauses.chunks[j].lemmas & clauses.words["light"] and clauses.chunks[j].cues:
        yield from ((marker, group) for marker, group in clauses.behind(j + 1) if marker == "by")


def _dates_of_happening(clauses: Clauses, i: int) -> Iterator[tuple[str, Item]]:
    """Yield the dates behind a verb that only says that action `i` happens: "the launch of X took place in May"."""
    past = i
    for j in range(i + 1, min(clauses.n, i + REACH)):
        if j <= past:
            continue
        if clauses.kind(j) in {"stop", "sub", "rel"}:
            return
        if clauses.kind(j) == "comma" and not _is_set(clauses, j + 1):
            past = _aside_end(clauses, j)
            if past == j:
                return
        if clauses.kind(j) == "vg":
            lemmas = clauses.chunks[j].lemmas
            if lemmas & clauses.words["happening"] or not clauses.chunks[j].verbs:
                moved = lemmas & clauses.words["postponing"]
                dates = list(clauses.dates_behind(j + 1))
                later = [("", date) for marker, date in dates if marker in _NEW_DATE] if moved else []
                yield from later or (("", date) for marker, date in dates if marker != "from")
            return


def _aside_end(clauses: Clauses, j: int) -> int:
    """Return the comma behind an apposition that begins with the comma `j`, before a verb; `j` where there is none."""
    k = j + 1
    while clauses.kind(k) in {"np", "prep", "conj"}:
        k += 1
    return k if clauses.kind(k) == "comma" and clauses.kind(k + 1) == "vg" and clauses.chunks[k + 1].cues else j


def _is_set(clauses: Clauses, j: int) -> bool:
    """Return whether a participle that says when something happens follows: "the launch, scheduled for May, …"."""
    if clauses.kind(j) == "np" and clauses.chunks[j].lower in clauses.words["adverbs"]:
        j += 1
    chunk = clauses.chunks[j] if clauses.kind(j) == "vg" else None
    return chunk is not None and "part" in chunk.tenses and bool(chunk.lemmas & clauses.words["happening"])


def _possessor(clauses: Clauses, i: int) -> Group:
    """Return whose action `i` is, with its date between: "Hera's 2024 launch"."""
    before = clauses.chunks[i - 2] if clauses.kind(i - 1) == "date" and clauses.kind(i - 2) == "np" else None
    if before is None or before.items[-1].lower != "'s":
        return ()
    return tuple(item for item in before.items[-2:-1] if item.mentions)


def _governing_verb(clauses: Clauses, i: int) -> int | None:
    """Return the verb group of which the phrase `i` is the object, directly or behind one preposition."""
    for j in (i - 1, i - 2):
        if clauses.kind(j) == "vg":
            return j
        if clauses.kind(j) not in {"prep", "date"}:
            return None
    return None


def _preposition(clauses: Clauses, i: int) -> str:
    """Return the preposition before the phrase `i`: "in cooperation with" tells with whom the clause's actor acts."""
    return clauses.chunks[i - 1].lower if clauses.kind(i - 1) == "prep" else ""


def _acting(clauses: Clauses, i: int, verb: int | None, markers: Sequence[tuple[str, Group]]) -> Group:
    """Return who does the action `i`: the subject of its verb, or, of "in cooperation with", who acts in the clause."""
    if _preposition(clauses, i) in clauses.words["adverbial"] and any(marker == "with" for marker, _ in markers):
        return clauses.actor(i - 1)
    return clauses.subject(verb) if verb is not None else ()


def _verb_lemma(clauses: Clauses, verb: int | None) -> str:
    if verb is None:
        return ""
    if not clauses.chunks[verb].verbs:
        return "have" if clauses.words["having"].intersection(clauses.chunks[verb].cues) else ""
    return clauses.chunks[verb].verbs[-1].forms[0].lemma


def _clause_cues(clauses: Clauses, i: int) -> tuple[str, ...]:
    """Return the words of the verb groups in the clause of chunk `i`: they say whether the action is planned."""
    found: list[str] = []
    for step in (-1, 1):
        j = i + step
        while 0 <= j < clauses.n and abs(j - i) < REACH and clauses.kind(j) not in {"stop", "sub", "rel"}:
            chunk = clauses.chunks[j]
            if chunk.kind == "vg" and not chunk.infinitive:
                acts = clauses.kind(j + 1) == "np" and clauses.words["setting"].intersection(chunk.lemmas)
                found += [] if acts else [item.lower for item in chunk.items]  # "set a record", not "is set for May"
                break
            j += step
    found += [item.lower for item in clauses.chunks[i].items]
    return tuple(found)


def _is_presupposed(clauses: Clauses, i: int, verb: int | None) -> bool:
    """Return whether the clause takes the action `i` for granted: it is to be deepened, or will serve something."""
    if verb is not None:
        return bool(clauses.chunks[verb].lemmas & clauses.words["presupposing"])
    for j in range(i + 1, min(clauses.n, i + REACH)):
        if clauses.kind(j) in {"stop", "sub", "rel", "comma"}:
            return False
        if clauses.kind(j) == "vg" and clauses.chunks[j].is_finite:
            lemmas = clauses.chunks[j].lemmas
            return bool(lemmas) and lemmas.isdisjoint(clauses.words["happening"] | clauses.words["beginning"])
    return False


def _without_feeling(clauses: Clauses, i: int) -> tuple[str, ...]:
    """Return the cues of verb group `i`, without the "to" behind a feeling: who is pleased to join has joined."""
    cues = clauses.chunks[i].cues
    if not clauses.chunks[i].infinitive or not i:
        return cues
    before = clauses.chunks[i - 1].items[-1].lower
    if any(word in clauses.words["modals"] for word in _plain(clauses, i - 2)):
        return cues
    return cues[1:] if before in clauses.words["feelings"] and cues[:1] == ("to",) else cues


def behind_words(event: Event, rest: Sequence[str], clauses: Clauses) -> int:
    """Return the chunk behind the verb and the fixed words that belong to it ("take part in")."""
    start = event.chunk + 1
    if not rest:
        return start
    behind = (
        item for chunk in clauses.chunks[event.chunk :] for item in chunk.items if item.start >= event.trigger.end
    )
    items = list(dropwhile(clauses.is_adverb, behind))
    words = [item for item in items for _ in (item.lower.split() if not item.mentions else [item])]
    last = words[len(rest) - 1].start
    while start < clauses.n and clauses.chunks[start].items[0].start <= last:
        start += 1
    return start
