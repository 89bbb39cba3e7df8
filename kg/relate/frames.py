"""Apply the frames of the ontology to the verbs and nouns of a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product

from kg.ontology import Frame, Ontology, State
from kg.records import Status
from kg.relate.chunks import Verb
from kg.relate.clauses import Clauses
from kg.relate.doers import Doer, doers
from kg.relate.events import Event, behind_words, noun_events, verb_events
from kg.relate.facts import Fact, Finding, pair
from kg.relate.gaps import spread
from kg.relate.groups import ACTORS, Group
from kg.relate.items import Item, Sentence
from kg.relate.loads import with_loads
from kg.relate.status import is_after, is_hypothetical, is_not_before, status_of
from kg.relate.triggers import Needs, Triggers
from kg.relate.words import Form, Words

_ACTING = frozenset(["agent", "with"])
DOING = ACTORS | {"Person"}

_TWO = 2
_MOST_PAIRS = 4
"""Up to how many coordinated actors are taken to work with each other; longer lists are lists of signatories."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A verb of a frame, with the fixed words behind it."""

    frame: Frame
    rest: tuple[str, ...]

    @property
    def needs(self) -> Needs:
        """The words that must stand beside the verb: those that belong to it, and one of its objects."""
        rest = tuple(frozenset([word]) for word in self.rest)
        return (*rest, frozenset(self.frame.objects)) if self.frame.objects else rest


class Frames:
    """The frames of an ontology, indexed by verb and noun; built once."""

    def __init__(self, ontology: Ontology, words: Words) -> None:
        self.ontology = ontology
        self.words = words
        self.verbs: dict[str, list[Entry]] = {}
        self.nouns: dict[str, list[Frame]] = {}
        self.doers: dict[str, list[Frame]] = {}
        for frame in ontology.frames.values():
            for phrase in frame.verbs:
                lemma, *rest = phrase.split()
                self.verbs.setdefault(lemma, []).append(Entry(frame, tuple(rest)))
            for noun in frame.nouns:
                self.nouns.setdefault(noun, []).append(frame)
            for doer in frame.doers:
                self.doers.setdefault(doer, []).append(frame)
        by_last = sorted(self.doers, key=lambda noun: (noun.split()[-1], -len(noun.split()), noun))
        self.doer_nouns = {last: tuple(found) for last, found in groupby(by_last, key=lambda noun: noun.split()[-1])}
        self.fitting = {
            (frame.name, role): ontology.leaves(classes)
            for frame in ontology.frames.values()
            for role, classes in frame.roles.items()
        }
        self.frames_of = {
            lemma: frozenset(entry.frame.name for entry in entries) for lemma, entries in self.verbs.items()
        }
        by_word = self._by_word()
        represented = [frame for frame in ontology.frames.values() if frame.representatives]
        self.triggers = Triggers(ontology.frames.values(), by_word, self.fitting)
        self.representing = Triggers(represented, by_word, self.fitting)

    def _by_word(self) -> dict[str, list[tuple[Frame, Needs]]]:
        """Return the frames, and what they need beside it, by form of a verb, noun and last word of a doer."""
        found: dict[str, list[tuple[Frame, Needs]]] = {}
        for word, forms in self.words.forms(self.verbs).items():
            found[word] = [(entry.frame, entry.needs) for form in forms for entry in self.verbs[form.lemma]]
        for noun, known in (*self.nouns.items(), *self.doers.items()):
            *before, last = noun.split()
            needs = tuple(frozenset([word]) for word in before)
            found.setdefault(last, []).extend((frame, needs) for frame in known)
        return found

    def _classes(self, frame: Frame, role: str) -> frozenset[str]:
        return self.fitting.get((frame.name, role), frozenset())

    def verb_forms(self) -> Mapping[str, tuple[Form, ...]]:
        """Return the forms of every verb that a frame or the sentence grammar knows."""
        control = (
            lemma
            for name in ("light", "leading", "giving", "joint", "urging", "helping", "carrying", "naming")
            for lemma in self.words[name]
        )
        return self.words.forms([*self.verbs, *self.words.common, *sorted(control)])

    def particles(self) -> Mapping[str, frozenset[str]]:
        """Return the first fixed word behind each verb that has one."""
        return {
            lemma: frozenset(entry.rest[0] for entry in entries if entry.rest) for lemma, entries in self.verbs.items()
        }

    def __call__(
        self, sentence: Sentence, clauses: Clauses, *, published: str | None, represented: bool = False
    ) -> Iterator[Fact]:
        """Yield the facts that the sentence states; with `represented` only those that persons state for others."""
        for fact in self._facts_of(sentence, clauses, published=published):
            if not represented or self.ontology.frames[fact.found_by].representatives:
                yield fact

    def _facts_of(self, sentence: Sentence, clauses: Clauses, *, published: str | None) -> Iterator[Fact]:
        items = [item for chunk in clauses.chunks for item in chunk.items]
        possible = self.triggers.stating(items, frozenset([item.lower for item in items]))
        if not possible:
            return
        for event, entry, roles in self._verbs(clauses, possible):
            yield from self.stated(entry.frame, event, roles, sentence, published=published)
        for event in noun_events(clauses, self.nouns.__contains__):
            for frame in (f for f in self.nouns[clauses.chunks[event.chunk].noun] if f.name in possible):
                roles = self.noun_roles(frame, event)
                yield from self.stated(frame, event, roles, sentence, published=published)

        for doer in doers(clauses, self.doer_nouns):
            for frame in self.doers[doer.noun]:
                yield from self.stated(frame, doer, self._doer_roles(frame, doer), sentence, published=published)

    def _verbs(self, clauses: Clauses, possible: frozenset[str]) -> Iterator[tuple[Event, Entry, Mapping[str, Group]]]:
        """Yield each verb of a possible frame, with what stands for its roles."""
        for event, verb in verb_events(clauses, lambda lemma: not possible.isdisjoint(self.frames_of.get(lemma, ()))):
            for entry in (e for e in self._entries(event, verb, clauses) if e.frame.name in possible):
                fitting = {role: self._classes(entry.frame, role) for role in entry.frame.roles}
                filled = with_loads(self._verb_roles(entry, event, clauses), fitting, clauses, event.chunk)
                yield from ((event, entry, roles) for roles in spread(filled, clauses))

    def _entries(self, event: Event, verb: Verb, clauses: Clauses) -> list[Entry]:
        """Return the entries of a verb that its next words allow; of two that date a thing the one with more words."""
        lemmas = dict.fromkeys(form.lemma for form in verb.forms)
        entries = [e for lemma in lemmas for e in self.verbs.get(lemma, ()) if event.words[: len(e.rest)] == e.rest]
        longest = max((len(entry.rest) for entry in entries if self.is_dating(entry)), default=0)
        wanted = (entry for entry in entries if len(entry.rest) >= longest or not self.is_dating(entry))
        return [entry for entry in wanted if self._applies(entry, event, clauses)]

    def _applies(self, entry: Entry, event: Event, clauses: Clauses) -> bool:
        """Return whether the words behind the verb and its object are those that the entry takes."""
        if _ends_in_infinitive(entry, event, clauses) or clauses.is_joined_in_doing(event.chunk):
            return False
        if entry.rest and event.words[len(entry.rest) :][:1] == ("of",) and self.is_dating(entry):
            return False  # who began "operations of Hera" did not begin
        if entry.frame.behind and not entry.rest and not clauses.has_behind(event.chunk, entry.frame.behind):
            return False
        if not entry.frame.objects:
            if "theme" in entry.frame.roles:
                acts_on = self._has_other_person(entry.frame, event) or self._acts_on_other(entry.frame, event, clauses)
                return bool(entry.rest) or not acts_on
            return not self._has_object(entry, event, clauses)
        noun = clauses.subject_noun(event.chunk) if event.passive else clauses.object_noun(event.chunk + 1)
        return noun in entry.frame.objects

    def _has_other_person(self, frame: Frame, event: Event) -> bool:
        """Return whether the object is a person, whom the frame does not take: "carried Doi from Japan"."""
        people = [item for item in event.object if item.types == {"Person"}]
        return event.passive is not True and bool(people) and not self.fit(frame, "theme", tuple(people))

    def _has_object(self, entry: Entry, event: Event, clauses: Clauses) -> bool:
        """Return whether a verb of the frame acts on something, so that it is not its subject that is dated."""
        is_direct = not entry.rest and self.is_dating(entry)
        return is_direct and (bool(event.object) or clauses.has_thing(event.chunk + 1))

    def _acts_on_other(self, frame: Frame, event: Event, clauses: Clauses) -> bool:
        """Return whether what begins or ends is something of the subject: "Hera began a survey", not "its mission"."""
        is_dated = all(frame.roles[state.object] == {"Date"} for state in frame.states)
        if event.passive or not is_dated or not (event.object or clauses.has_thing(event.chunk + 1)):
            return False
        noun = clauses.object_noun(event.chunk + 1)
        return not self.fit(frame, "theme", event.object) and noun not in self.words["existence"]

    def is_dating(self, entry: Entry) -> bool:
        """Return whether the frame says when something is."""
        return any(self.ontology.properties[state.predicate].range == {"Date"} for state in entry.frame.states)

    ### Roles

    def fit(self, frame: Frame, role: str, group: Group) -> Group:
        """Return the members of the group that the role takes; nothing when the first does not fit."""
        classes = self._classes(frame, role)
        return tuple(item for item in group if item.types & classes)

    def _verb_roles(self, entry: Entry, event: Event, clauses: Clauses) -> dict[str, Group]:
        """Return which group fills which role of the frame, in the voice that the sentence allows."""
        frame = entry.frame
        start = behind_words(event, entry.rest, clauses)
        behind = (*clauses.behind(start), *clauses.shared_phrases(start), *clauses.phrases_before(event.chunk))
        direct = clauses.direct_object(start) if entry.rest else event.object
        behind_rest = clauses.dates_behind(start) if start > event.chunk + 1 else ()  # "start operating in May"
        dates = (*clauses.dates_behind(event.chunk + 1), *behind_rest, *clauses.dates_before(event.chunk))
        roles = self.obliques(frame, behind, dates) | self._whole(frame, event)
        if "helper" in frame.roles and (helper := self.fit(frame, "helper", clauses.helper(event.chunk))):
            roles["helper"] = helper
        if self._is_of_action(frame, event, clauses, start):
            return roles
        active = {"agent": self.fit(frame, "agent", event.subject), "theme": self.fit(frame, "theme", direct)}
        by_agent = next(
            (g for marker, group in behind if marker == "by" and (g := self.fit(frame, "agent", group))), ()
        )
        is_reduced = event.passive is None and not event.cues and clauses.kind(event.chunk - 1) == "np"
        theme = () if is_reduced else self.fit(frame, "theme", event.subject)
        if (event.passive is None and not event.cues) or clauses.chunks[event.chunk].infinitive:
            theme = self.fit(frame, "theme", event.adjacent) or theme or self.fit(frame, "theme", event.beyond)
        passive = {"theme": theme, "agent": by_agent}
        if "theme" not in frame.roles:
            if event.passive:  # "was unveiled by Peru at the summit"
                return roles | _filled({"agent": tuple(item for item in by_agent if item.types & DOING)})
            return {} if by_agent and event.passive is None else roles | _filled(active)
        is_active = active["theme"] or clauses.kind(start) == "np"  # also with an object that has no name
        if event.passive or (event.passive is None and not is_active and (passive["theme"] or by_agent)):
            return roles | _filled(passive)
        return roles | _filled(active)

    def _whole(self, frame: Frame, event: Event) -> dict[str, Group]:
        return _filled({"whole": self.fit(frame, "whole", event.whole)}) if "whole" in frame.roles else {}

    def _is_of_action(self, frame: Frame, event: Event, clauses: Clauses, start: int) -> bool:
        """Return whether the verb only says that an action is done: who leads the development of X develops it."""
        if "theme" not in frame.roles or not clauses.chunks[event.chunk].lemmas & self.words["light"]:
            return False
        if all(frame.roles[s.object] == {"Date"} for s in frame.states):
            return False
        nouns = (clauses.plain_noun(start), clauses.subject_noun(event.chunk) if event.passive is not False else "")
        return any(noun in self.nouns or noun in self.words["actions"] for noun in nouns if noun)

    def noun_roles(self, frame: Frame, event: Event) -> dict[str, Group]:
        """Return which group fills which role, around a noun of action."""
        roles = self.obliques(frame, event.by_marker, event.dates)
        owner = self.fit(frame, "agent", event.owner)
        if not owner and (theme := self.fit(frame, "theme", event.owner)):
            roles.setdefault("theme", theme)  # "its launch"
        for n, (marker, group) in enumerate(event.by_marker):
            if marker == "of" and (theme := self.fit(frame, "theme", group)):
                roles.setdefault("theme", theme)
            elif marker == "of" and n and "theme" in roles:
                continue  # "the launch of X, a satellite of NASA" is not said to be by NASA
            elif marker in {"of", "by", "between"} and (agent := self.fit(frame, "agent", group)):
                roles.setdefault("agent", agent)
        if owner:
            roles.setdefault("agent", owner)
        lent = event.entrusted or event.governor in self.words["light"] | self.words["adverbial"]
        if lent and (agent := self.fit(frame, "agent", event.subject)):
            roles.setdefault("agent", agent)
        return roles

    def _doer_roles(self, frame: Frame, doer: Doer) -> dict[str, Group]:
        fitting = (self.fit(frame, "theme", group) for group in doer.themes)
        theme: Group = next((group for group in fitting if group), ())
        return {"agent": self.fit(frame, "agent", doer.agent), "theme": theme} if theme else {}

    def obliques(
        self, frame: Frame, behind: Sequence[tuple[str, Group]], dates: Sequence[tuple[str, Item]]
    ) -> dict[str, Group]:
        """Return the roles that prepositions and dates fill."""
        roles: dict[str, Group] = {}
        for role in frame.roles:
            markers = self.ontology.markers[role]
            if frame.roles[role] == {"Date"}:
                found = next((item for marker, item in dates if not marker or marker in markers), None)
                if found is not None:
                    roles[role] = (found,)
                continue
            groups: dict[str, Group] = {}  # by marker: "three from ESA, two from NASA"
            for marker, group in behind:
                if marker in markers and (fitting := self.fit(frame, role, group)):
                    again = marker in self.words["repeating"]
                    groups[marker] = (*groups.get(marker, ()), *fitting) if again else groups.get(marker, fitting)
            if groups:
                roles[role] = next(iter(groups.values()))
        return self._narrowest(frame, roles)

    def _narrowest(self, frame: Frame, roles: dict[str, Group]) -> dict[str, Group]:
        """Return the roles without what fills a narrower one: a rocket on which somebody flies only carries them."""
        narrow = {
            role: {id(item) for other in roles if self._is_narrower(frame, other, role) for item in roles[other]}
            for role in roles
        }
        return _filled({r: tuple(item for item in group if id(item) not in narrow[r]) for r, group in roles.items()})

    def _is_narrower(self, frame: Frame, one: str, other: str) -> bool:
        return self.fitting[frame.name, one] < self.fitting[frame.name, other]

    ### Facts

    def stated(
        self,
        frame: Frame,
        event: Event | Doer,
        roles: Mapping[str, Group],
        sentence: Sentence,
        *,
        published: str | None,
    ) -> Iterator[Fact]:
        """Yield what a frame states whose roles are filled."""
        has_ends = any(state.subject in roles and state.object in roles for state in frame.states)
        if not (has_ends and roles.keys() >= frame.requires):
            return
        status = self._dated(self._status(frame, event, sentence, roles), roles, published)
        finding = Finding(frame.name, status, sentence, event.trigger.span)
        is_each = not sentence.words.isdisjoint(self.words["distributive"])
        for state in frame.states:
            if status == "negated" != frame.status and state.predicate != frame.states[0].predicate:
                continue  # who did not sign may still work together
            if "theme" in frame.roles and "theme" not in roles and state.subject in _ACTING and state.object in _ACTING:
                continue  # two who "signed it" share nothing that is known
            if "with" in {state.subject, state.object} and "agent" not in roles and "Project" in _theme(frame):
                continue  # "the development of X with Y": Y may be a tool
            pairs = list(self._pairs(state, roles, frame))
            if is_each and state.subject != state.object:
                pairs = _each(pairs)
            for subject, object_ in pairs:
                yield from pair(subject, state.predicate, object_, finding)

    def _pairs(self, state: State, roles: Mapping[str, Group], frame: Frame) -> Iterator[tuple[Item, Item]]:
        known = self.ontology.properties[state.predicate]
        subjects = self._typed(roles.get(state.subject, ()), known.domain)
        objects = self._typed(roles.get(state.object, ()), known.range)
        if state.subject != state.object:
            yield from product(subjects, objects)
        elif len(subjects) <= _most(frame, roles) and not self._is_treaty(roles.get("theme", ()), subjects):
            yield from combinations(subjects, 2)
            yield from ((item, item) for item in subjects if len(item.mentions) > 1)

    def _is_treaty(self, theme: Group, signing: Group) -> bool:
        """Return whether the theme is a named agreement with parties who need not work together: "the Accords".

        Two who sign a treaty of which nothing else is known made it between them.
        """
        named = [m for item in theme for m in item.mentions if m.type == "Agreement" and m.kind != "nominal"]
        own = all(m.name is None and m.text.lower().rpartition(" ")[2] in self.words["treaties"] for m in named)
        return bool(named) and not (own and len(signing) == _TWO)

    def _typed(self, group: Group, classes: frozenset[str]) -> Group:
        """Return the members that fit a property; a role may be wider than one of the facts that it takes part in."""
        return tuple(item for item in group if not classes or any(self.ontology.fits(t, classes) for t in item.types))

    def _status(self, frame: Frame, event: Event | Doer, sentence: Sentence, roles: Mapping[str, Group]) -> Status:
        status = status_of(event.cues, self.words, default=frame.status)
        if status == "asserted" and isinstance(event, Event) and self._is_only_prepared(event):
            return "planned"
        if status == "negated" and is_not_before(event.cues, roles.get("when", ()), sentence.items, self.words):
            return "planned"
        if status == "asserted" and is_hypothetical(sentence, self.words):
            return "planned"
        if status == "planned" and event.presupposed and self.ontology.properties[frame.states[0].predicate].symmetric:
            return "asserted"  # a partnership that is to be deepened is there already
        return status

    def _is_only_prepared(self, event: Event) -> bool:
        """Return whether an action has only been approved or talked about: "approved the signing of"."""
        return event.is_noun and event.governor in self.words["preliminary"]

    def _dated(self, status: Status, roles: Mapping[str, Group], published: str | None) -> Status:
        """Return "planned" for a fact whose date lies after the day of publication, whatever the tense."""
        values = (mention.value for item in roles.get("when", ()) for mention in item.mentions)
        if status == "asserted" and any(is_after(value, published) for value in values):
            return "planned"
        return status


def _each(pairs: Sequence[tuple[Item, Item]]) -> list[tuple[Item, Item]]:
    """Return the first with the first, the second with the second: "A and B build X and Y respectively"."""
    subjects, objects = dict.fromkeys(s for s, _ in pairs), dict.fromkeys(o for _, o in pairs)
    if len(subjects) == 1 or len(objects) == 1:
        return list(pairs)
    return list(zip(subjects, objects, strict=True)) if len(subjects) == len(objects) else []


def _theme(frame: Frame) -> frozenset[str]:
    return frame.roles.get("theme", frozenset())


def _most(frame: Frame, roles: Mapping[str, Group]) -> int:
    """Return how many actors of one action work together: two who build one thing do, more may have shares in it."""
    if "Project" not in _theme(frame):
        return _MOST_PAIRS
    return 2 if len(roles.get("theme", ())) == 1 else 0


def _filled(roles: Mapping[str, Group]) -> dict[str, Group]:
    return {role: group for role, group in roles.items() if group}


def _ends_in_infinitive(entry: Entry, event: Event, clauses: Clauses) -> bool:
    """Return whether the "to" behind the verb belongs to an infinitive: not "signed on to build"."""
    if entry.rest[-1:] != ("to",):
        return False
    last = clauses.chunks[behind_words(event, entry.rest, clauses) - 1]
    return last.infinitive
