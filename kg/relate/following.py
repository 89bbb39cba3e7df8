"""Read the verb that only says that the same happened later: "X was launched in 1999. Y followed in 2003".

What a thing follows in is what was last dated before: its launch, its beginning, its signing.
"""

from collections.abc import Iterator, Mapping, Sequence

from kg.relate.clauses import Clauses
from kg.relate.events import Event, verb_events
from kg.relate.facts import Fact, Finding, pair
from kg.relate.gaps import spread
from kg.relate.groups import Group
from kg.relate.items import Sentence
from kg.relate.status import is_after, status_of
from kg.relate.words import Words

FOLLOWING = "followingInTime"

_REACH = 600
"""How many characters back lies what is followed: about three sentences."""


def may_follow(sentence: Sentence, words: Words) -> bool:
    """Return whether a form of a verb of following stands in the sentence."""
    return not sentence.words.isdisjoint(words["following"])


def following_facts(
    sentence: Sentence, clauses: Clauses, before: Sequence[Fact], *, words: Words, published: str | None
) -> Iterator[Fact]:
    """Yield a fact for each thing that is said to have followed at a date; `before` are the facts that have dates."""
    for event, _ in verb_events(clauses, words["successive"].__contains__):
        last = next((fact for fact in reversed(before) if _is_near(fact, event)), None)
        roles = _roles(event, clauses, last.subject.type) if last else {}
        if last is None or len(roles) < 2:  # the thing and its date
            continue
        for filled in spread(roles, clauses):
            values = (mention.value for item in filled["when"] for mention in item.mentions)
            status = status_of(event.cues, words)
            if status == "asserted" and any(is_after(value, published) for value in values):
                status = "planned"
            finding = Finding(FOLLOWING, status, sentence, event.trigger.span)
            for thing in filled["theme"]:
                for date in filled["when"]:
                    yield from pair(thing, last.predicate, date, finding)


def _is_near(fact: Fact, event: Event) -> bool:
    return fact.object.start < event.trigger.start and event.trigger.start - fact.object.start < _REACH


def _roles(event: Event, clauses: Clauses, kind: str) -> Mapping[str, Group]:
    """Return the thing and the date: of "followed by Y in 2003" what stands behind "by", else the subject."""
    by = [group for marker, group in clauses.behind(event.chunk + 1) if marker == "by"]
    things = by[0] if by else event.subject
    if not by and clauses.kind(event.chunk + 1) == "np" and not any(kind in item.types for item in event.object):
        return {}  # "followed a comet"
    theme = tuple(item for item in things if kind in item.types)
    dates = [*clauses.dates_behind(event.chunk + 1)]
    if not by:
        dates += clauses.dates_before(event.chunk)
    found: dict[str, Group] = {}
    if theme:
        found["theme"] = theme
    if dates and dates[0][0] != "until":
        found["when"] = (dates[0][1],)
    return found
