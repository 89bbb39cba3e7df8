"""Walk the dependency tree of a sentence to the subject, the object, the prepositions and the dates of a verb.

What `kg.relate.clauses` derives from chunks, a parser says itself: this reads it off, in the labels of ClearNLP or of
Universal Dependencies (`data/language/model-labels.toml`).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kg.relate.groups import Group
from kg.relate.items import Item, Sentence
from kg.relate.words import Words
from kg.witness.labels import load_labels

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEPTH = 4
"""How many clauses or nouns deep an end is looked for."""

Phrase = tuple[str, "Token"]
"""A preposition, or "" where there is none, and the noun behind it."""


class Tree:
    """A sentence that is parsed, with the mentions that its tokens belong to."""

    def __init__(self, doc: "Doc", sentence: Sentence, words: Words) -> None:
        self.doc = doc
        self.sentence = sentence
        self.words = words
        self.labels = load_labels().dependencies

    @cached_property
    def items(self) -> Mapping[int, Item]:
        """The names that tokens belong to, by the number of the token."""
        found: dict[int, Item] = {}
        offset = self.sentence.span.start
        for item in (item for item in self.sentence.items if item.mentions):
            span = self.doc.char_span(item.start - offset, item.end - offset, alignment_mode="expand")
            found |= {} if span is None else {token.i: item for token in span if token.i not in found}
        return found

    def item(self, token: "Token") -> Item:
        """Return a token as a word of the document."""
        start = self.sentence.span.start + token.idx
        return Item(start, start + len(token.text), token.text, token.lower_)

    def children(self, token: "Token", kind: str) -> Iterator["Token"]:
        """Yield the parts of one kind that hang on a token, in order."""
        return (child for child in token.children if child.dep_ in self.labels[kind])

    def child(self, token: "Token", kind: str) -> "Token | None":
        """Return the first part of one kind that hangs on a token."""
        return next(self.children(token, kind), None)

    def hangs(self, token: "Token", kind: str) -> bool:
        """Return whether a token is a part of one kind."""
        return token.dep_ in self.labels[kind]

    ### What phrases name

    def group(self, token: "Token", depth: int = 0) -> Group:
        """Return what a phrase names, alone and in coordination: "China, Russia and India"."""
        if depth > _DEPTH:
            return ()
        if token.lower_ in self.words["relatives"] | {"that"} and token.i not in self.items:
            clause = token.head if self.hangs(token.head, "relative") else None
            return self.group(clause.head, depth + 1) if clause is not None else ()
        found = [*self._own(token, depth)]
        for other in self.children(token, "conjunct"):
            found += [item for item in self.group(other, depth + 1) if item not in found]
        return tuple(found)

    def _own(self, token: "Token", depth: int) -> Group:
        """Return what a phrase without its coordination names: by itself, in apposition, behind "a team of"."""
        if token.i in self.items:
            return (self.items[token.i],)
        named = (self.items[other.i] for other in self.children(token, "apposition") if other.i in self.items)
        apposed = next(named, None)
        if apposed is not None:
            return (apposed,)
        if token.lower_ in self.words["transparent"]:
            behind = (noun for marker, noun in self.phrases(token) if marker in {"of", "from", "at"})
            return next((group for noun in behind if (group := self.group(noun, depth + 1))), ())
        return ()

    def phrases(self, token: "Token") -> Iterator[Phrase]:
        """Yield the prepositions that hang on a token with what stands behind them, and bare nouns of time."""
        for child in token.children:
            if self.hangs(child, "preposition"):
                yield from self._behind(child, child.lower_)
            elif self.hangs(child, "nominal") and not self.hangs(child, "owner"):
                yield " ".join(case.lower_ for case in self.children(child, "case")), child
            elif self.hangs(child, "bare"):
                yield "", child

    def _behind(self, preposition: "Token", marker: str) -> Iterator[Phrase]:
        yield from ((marker, noun) for noun in self.children(preposition, "governed"))
        for inner in self.children(preposition, "preposition"):  # "together with"
            yield from self._behind(inner, f"{marker} {inner.lower_}")

    def around(self, tokens: "list[Token]") -> tuple[list[tuple[str, Group]], list[tuple[str, Item]]]:
        """Return what stands behind prepositions that hang on tokens, or on nouns without a name there; and dates."""
        groups: list[tuple[str, Group]] = []
        dates: list[tuple[str, Item]] = []
        waiting = [(token, 0) for token in tokens]
        while waiting:
            token, depth = waiting.pop(0)
            for marker, noun in sorted(self.phrases(token), key=lambda phrase: phrase[1].i):
                group = self.group(noun)
                if group and group[0].types == {"Date"}:
                    dates.append((marker, group[0]))
                elif group:
                    groups.append((marker, group))
                elif depth < _DEPTH:
                    waiting.append((noun, depth + 1))
                    waiting += [(other, depth + 1) for other in self.children(noun, "conjunct")]
        return groups, dates

    ### What a verb has

    def subject_token(self, verb: "Token") -> "Token | None":
        """Return the grammatical subject that a verb has of its own."""
        return self.child(verb, "subject") or self.child(verb, "passive")

    def subject(self, verb: "Token", depth: int = 0) -> Group:
        """Return what the grammatical subject of a verb names, also where another verb has it for it."""
        own = self.subject_token(verb)
        if own is not None or depth > _DEPTH:
            return self.group(own) if own is not None else ()
        if self.hangs(verb, "participle") or self.hangs(verb, "relative"):
            return self._of_noun(verb, depth)
        through = self.hangs(verb, "adverbial") and self.hangs(verb.head, "preposition")
        if (asked := self._asked(verb, verb.head.head if through else verb.head, through=through)) is not None:
            return self.group(asked)
        if through:
            return self.subject(verb.head.head, depth + 1)  # "before launching Hera, ESA …"
        if any(self.hangs(verb, kind) for kind in ("conjunct", "open", "adverbial")):
            return self.subject(verb.head, depth + 1)
        return ()

    def _asked(self, verb: "Token", governor: "Token", *, through: bool) -> "Token | None":
        """Return the object of a governing verb that is to do what a verb says: "asked NASA to launch"."""
        if through:  # "supports UNEP in setting up", not "joined it after setting up"
            asks = verb.head.lower_ not in self.words["temporal"]
        else:
            asks = self.hangs(verb, "open") or (self.hangs(verb, "adverbial") and self.is_infinitive(verb))
        object_ = self.child(governor, "object") if asks else None
        return object_ if object_ is not None and object_.i < verb.i else None

    def _of_noun(self, verb: "Token", depth: int) -> Group:
        """Return who does what a clause that hangs on a noun says: the noun, or who has "a plan to launch"."""
        governor = verb.head.head
        if self.is_infinitive(verb) and governor.i != verb.head.i and not self.group(verb.head):
            return self.subject(governor, depth + 1)
        return self.group(verb.head)

    def is_infinitive(self, verb: "Token") -> bool:
        """Return whether "to" stands before a verb."""
        return any(child.lower_ == "to" for child in self.children(verb, "auxiliary"))

    def object_token(self, verb: "Token") -> "Token | None":
        """Return the direct object of a verb, also one that the next verb has: "designed and built Hera"."""
        own = self.child(verb, "object")
        if own is not None:
            return own
        if self.hangs(verb, "relative") and self.child(verb, "subject") is not None:
            subject = self.child(verb, "subject")
            is_open = subject is not None and subject.lower_ not in self.words["relatives"] | {"that"}
            return verb.head if is_open else None  # "the probe that NASA built"
        joined = (other for other in self.children(verb, "conjunct") if self.subject_token(other) is None)
        return next((found for other in joined if (found := self.object_token(other)) is not None), None)

    def is_passive(self, verb: "Token", *, may_be_participle: bool) -> bool:
        """Return whether a verb is in the passive voice."""
        if self.child(verb, "passive auxiliary") is not None or self.child(verb, "passive") is not None:
            return True
        if not may_be_participle or self.child(verb, "object") is not None or self.subject_token(verb) is not None:
            return False
        if self.hangs(verb, "participle"):
            return not self.is_infinitive(verb)
        bare = self.child(verb, "auxiliary") is None
        return self.hangs(verb, "conjunct") and bare and self.is_passive(verb.head, may_be_participle=True)

    ### Whether it is done

    def cues(self, verb: "Token", depth: int = 0) -> list[str]:
        """Return the words that say whether what a verb says is planned or denied: "plans to", "was not"."""
        own = [child.lower_ for child in verb.children if self._is_cue(child)]
        if depth > _DEPTH:
            return own
        return [*self._denied(verb), *self._governing(verb, own, depth), *own]

    def _is_cue(self, child: "Token") -> bool:
        return self.hangs(child, "auxiliary") or child.lower_ in self.words["negators"]

    def _denied(self, verb: "Token") -> list[str]:
        """Return "not" where nobody does it: "no country signed"."""
        subject = self.subject_token(verb)
        words = [] if subject is None else [subject.lower_, *(child.lower_ for child in subject.children)]
        return [] if self.words["denying"].isdisjoint(words) else ["not"]

    def _governing(self, verb: "Token", own: list[str], depth: int) -> list[str]:
        """Return the words of what a verb hangs on, where these decide."""
        head = verb.head
        if self.hangs(verb, "open") or (self.hangs(verb, "complement") and "to" in own):
            return [*self.cues(head, depth + 1), head.lower_]
        if self.hangs(verb, "complement"):
            return ["not"] if head.lower_ in self.words["negated"] else []  # "denied that NASA launched"
        if self.hangs(verb, "adverbial") and self.hangs(head, "preposition"):
            hanging = [] if head.lower_ in self.words["temporal"] else [head.head.lower_]
            return [*hanging, head.lower_]
        if (
            self.hangs(verb, "conjunct")
            and self.subject_token(verb) is None
            and self.words["auxiliaries"].isdisjoint(own)
        ):
            return self.cues(head, depth + 1)
        if self.hangs(verb, "participle") and "to" in own:
            return [head.lower_]
        return []
