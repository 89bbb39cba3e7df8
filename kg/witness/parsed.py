"""Match the frames of the ontology on dependency trees: sentences that a parser read into statements.

Verbs, roles, classes, status and what follows from them are those of `kg.relate.frames`; only who stands in which role
is read off the tree, where `kg.relate` reads it off chunks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile
from typing import TYPE_CHECKING

from kg.ontology import Ontology
from kg.records import THING, Document, Entity, Mention, Statement
from kg.relate import frames_of, to_statements, with_classes
from kg.relate.events import Event
from kg.relate.facts import Fact
from kg.relate.frames import DOING, Entry, Frames
from kg.relate.groups import Group
from kg.relate.items import read_sentences
from kg.relate.speech import SPEAKERS, find_source
from kg.relate.words import Form
from kg.witness.trees import Tree

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_VERBS = frozenset(["VERB", "AUX"])


def parsed_statements(
    document: Document,
    docs: Sequence["Doc"],
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    ontology: Ontology,
) -> list[Statement]:
    """Return what the frames state in a document of which `docs` are the sentences, parsed; found by no rule."""
    reader = _Reader(frames_of(ontology), _forms(ontology))
    known = [mention for mention in with_classes(mentions, entities) if mention.found_by != THING]
    sentences = read_sentences(document, known, reader.frames.words)
    facts: list[tuple[Fact, str | None]] = []
    for sentence, doc in zip(sentences, docs, strict=True):
        if sentence.items and not document.text[sentence.span.start : sentence.span.end].rstrip(' "”').endswith("?"):
            facts += reader.facts(Tree(doc, sentence, reader.frames.words), document.date)
    return [replace(statement, found_by="") for statement in to_statements(facts, document, ontology)]


@lru_cache(maxsize=4)
def _forms(ontology: Ontology) -> Mapping[str, tuple[Form, ...]]:
    """Return the forms of the verbs of frames and of speech."""
    frames = frames_of(ontology)
    return frames.words.forms([*frames.verbs, *sorted(frames.words["speech"])])


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb in its tree with one of its entries: `last` is the last of the fixed words behind it, `object` its own."""

    token: "Token"
    entry: Entry
    last: "Token"
    object: "Token | None"
    event: Event


@dataclass(frozen=True, slots=True)
class _Reader:
    frames: Frames
    forms: Mapping[str, tuple[Form, ...]]

    def facts(self, tree: Tree, published: str | None) -> Iterator[tuple[Fact, str | None]]:
        """Yield what the verbs of a sentence state, each with the entity of who says so."""
        sentence = tree.sentence
        possible = self.frames.triggers.stating(sentence.items, sentence.words)
        for token in tree.doc if possible else ():
            for verb in self._verbs(tree, token):
                frame = verb.entry.frame
                if frame.name in possible and self._applies(tree, verb):
                    roles = self._roles(tree, verb)
                    stated = [*self.frames.stated(frame, verb.event, roles, sentence, published=published)]
                    speaker = self._speaker(tree, token) if stated else None
                    yield from ((fact, speaker) for fact in stated)

    def _verbs(self, tree: Tree, token: "Token") -> Iterator[_Verb]:
        """Yield the entries that a token may be the verb of; of two that date a thing that with more fixed words."""
        forms = self.forms.get(token.lower_, ())
        if token.i in tree.items or not tree.hangs(token, "verbal") or (token.pos_ and token.pos_ not in _VERBS):
            return
        behind = [*dropwhile(lambda other: _is_adverb(other, tree), tree.doc[token.i + 1 :])]
        entries = [
            entry
            for lemma in dict.fromkeys(form.lemma for form in forms)
            for entry in self.frames.verbs.get(lemma, ())
            if tuple(other.lower_ for other in behind[: len(entry.rest)]) == entry.rest
        ]
        longest = max((len(entry.rest) for entry in entries if self.frames.is_dating(entry)), default=0)
        may_be_participle = any(form.tense == "part" for form in forms)
        for entry in entries:
            if len(entry.rest) >= longest or not self.frames.is_dating(entry):
                last = behind[len(entry.rest) - 1] if entry.rest else token
                yield _verb(tree, token, entry, last, may_be_participle=may_be_participle)

    def _applies(self, tree: Tree, verb: _Verb) -> bool:
        """Return whether the words behind the verb and its object are those that the entry takes."""
        frame, rest = verb.entry.frame, verb.entry.rest
        if rest[-1:] == ("to",) and tree.hangs(verb.last, "auxiliary"):
            return False  # "signed on to build"
        if frame.behind and not rest and frame.behind.isdisjoint(t.lower_ for t in tree.doc[verb.token.i + 1 :]):
            return False
        noun = tree.subject_token(verb.token) if verb.event.passive else verb.object
        if frame.objects:
            return noun is not None and noun.lower_ in frame.objects
        if noun is not None and self._is_of_action(verb, noun):
            return False
        if verb.event.passive or verb.object is None or rest:
            return True
        dates_only = all(frame.roles[state.object] == {"Date"} for state in frame.states)
        acts_on = dates_only or (self.frames.is_dating(verb.entry) and "theme" not in frame.roles)
        fits = bool(self.frames.fit(frame, "theme", verb.event.object)) if "theme" in frame.roles else False
        return not acts_on or fits or verb.object.lower_ in self.frames.words["existence"]

    def _is_of_action(self, verb: _Verb, noun: "Token") -> bool:
        """Return whether the verb only says that an action is done: who leads the development of X develops it."""
        words = self.frames.words
        light = any(form.lemma in words["light"] for form in self.forms[verb.token.lower_])
        return light and (noun.lower_ in self.frames.nouns or noun.lower_ in words["actions"])

    def _roles(self, tree: Tree, verb: _Verb) -> dict[str, Group]:
        """Return which group fills which role of the frame, in the voice of the verb."""
        frame, event = verb.entry.frame, verb.event
        behind, dates = tree.around([token for token in (verb.token, verb.last, verb.object) if token is not None])
        roles = self.frames.obliques(frame, behind, dates)
        by = next(
            (g for marker, group in behind if marker == "by" and (g := self.frames.fit(frame, "agent", group))), ()
        )
        if event.passive:
            agent = by if "theme" in frame.roles else tuple(item for item in by if item.types & DOING)
            theme = event.subject
        else:
            agent = self.frames.fit(frame, "agent", event.subject)
            theme = event.object
        filled = {"agent": agent, "theme": self.frames.fit(frame, "theme", theme) if "theme" in frame.roles else ()}
        return roles | {role: group for role, group in filled.items() if group}

    def _speaker(self, tree: Tree, token: "Token") -> str | None:
        """Return the entity that says what a verb says: whose verb of speech the clause hangs on, "according to"."""
        while token.head.i != token.i:
            head = token.head
            speaks = any(form.lemma in self.frames.words["speech"] for form in self.forms.get(head.lower_, ()))
            if tree.hangs(token, "complement") and speaks:
                who = tree.subject(head)
                return who[0].mentions[0].entity if who and who[0].types & SPEAKERS else None
            token = head
        return find_source(tree.sentence.items, self.frames.words)


def _verb(tree: Tree, token: "Token", entry: Entry, last: "Token", *, may_be_participle: bool) -> _Verb:
    passive = tree.is_passive(token, may_be_participle=may_be_participle)
    object_ = _object(tree, token, last)
    event = Event(
        trigger=tree.item(token),
        at=token.i,
        chunk=0,
        words=(),
        cues=tuple(tree.cues(token)),
        passive=passive,
        subject=tree.subject(token),
        object=tree.group(object_) if object_ is not None else (),
    )
    return _Verb(token, entry, last, object_, event)


def _object(tree: Tree, token: "Token", last: "Token") -> "Token | None":
    """Return what a verb with the fixed words up to `last` acts on: "joined Artemis", "took part in Artemis"."""
    if last.i == token.i:
        return tree.object_token(token)
    if tree.hangs(last, "case"):
        return last.head
    governed = tree.child(last, "governed")
    own = tree.object_token(token)
    return governed if governed is not None else own if own is not None and own.i > last.i else None


def _is_adverb(token: "Token", tree: Tree) -> bool:
    return token.i not in tree.items and (token.lower_.endswith("ly") or token.lower_ in tree.words["adverbs"])
