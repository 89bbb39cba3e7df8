"""Mentions into entities: one for each thing that a document names."""

from collections.abc import Sequence

from kg.lexicon import Lexicon
from kg.link.keys import key, tidy
from kg.link.names import Group, group_names
from kg.link.nominals import group_nominals
from kg.link.passages import read_passages
from kg.link.pointing import resolve
from kg.records import PAGE, Document, Entity, Mention

__all__ = ["link_mentions"]


def link_mentions(
    document: Document, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return the entities, in order of first mention, and the mentions with their entity.

    The page itself is the entity `document`. Words that point back are resolved to the last thing that fits, those
    that stand for several ("the two countries") once for each; those that stand for none are left out.
    """
    named = [mention for mention in mentions if mention.kind == "name"]
    nominal = [mention for mention in mentions if mention.kind == "nominal"]
    passages = read_passages(document.text)
    groups = group_nominals(document, nominal, group_names(named, document.text, lexicon), lexicon, passages=passages)
    entities = [Entity(PAGE, "Document", document.title)]
    linked: list[Mention] = []
    for number, group in enumerate(sorted(groups, key=lambda group: group.first), start=1):
        entity = _entity(f"e{number}", group, lexicon)
        entities.append(entity)
        linked += (mention.naming(entity.id) for mention in group.mentions)
    linked.sort()
    pointing = [mention for mention in mentions if mention.kind == "anaphor"]
    return tuple(entities), tuple(sorted([*linked, *resolve(document, passages, pointing, linked, entities, lexicon)]))


def _entity(id_: str, group: Group, lexicon: Lexicon) -> Entity:
    first = min(group.mentions)
    label = _label(group, lexicon)
    aliases = {tidy(mention.text) for mention in group.mentions} | set(group.names)
    return Entity(
        id_,
        _type(group),
        label,
        aliases=tuple(sorted(alias for alias in aliases if alias and alias != label)),
        code=next((mention.code for mention in group.mentions if mention.code), None),
        value=first.value,
        nominal=all(mention.kind != "name" for mention in group.mentions),
    )


def _type(group: Group) -> str:
    """Return the class that most mentions have; a gazetteer's word counts most."""
    if len(group.mentions) == 1:
        return group.mentions[0].type
    known = [mention.type for mention in group.mentions if mention.found_by == "gazetteer"]
    types = known or [mention.type for mention in group.mentions]
    return max(sorted(set(types)), key=types.count)


def _label(group: Group, lexicon: Lexicon) -> str:
    """Return the name the gazetteer gives, else the longest; dates are labelled by their value."""
    if group.family == "Date":
        return group.mentions[0].value or tidy(group.mentions[0].text)
    known = [name for name in sorted(group.names) if _is_canonical(name, lexicon)]
    names = known or sorted(group.names)
    return max(names, key=lambda name: (len(key(name)), not name.isupper(), name))


def _is_canonical(name: str, lexicon: Lexicon) -> bool:
    return any(known.name == name for known in lexicon.lookup(name))
