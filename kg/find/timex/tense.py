"""The tense around a time expression, which decides which Tuesday or which March is meant."""

from kg.find.timex.match import Parts

_REACH = 60  # symbols, about thirty words


def tense_at(parts: Parts) -> str | None:
    """Return `past`, `present` or `future`, by the last cue before the match in its sentence, else the first behind."""
    cue, stop = parts.row.grammar.cues["tense"], parts.row.grammar.cues["stop"]
    start, end = parts.match.span()
    before = parts.row.symbols[max(0, start - _REACH) : start]
    if parts.row.grammar.cues["due"].search(before):
        return "future"
    since = parts.row.grammar.cues.get("since")
    if since and since.search(before):
        return "past"
    begin = max((found.end() for found in stop.finditer(before)), default=0)
    cues = [found.lastgroup for found in cue.finditer(before, begin)]
    if cues:
        return cues[-1]
    after = parts.row.symbols[end : end + _REACH]
    halt = stop.search(after)
    following = cue.search(after, 0, halt.start() if halt else len(after))
    return following.lastgroup if following else None
