"""What the totals of a build are called when they are printed."""

LABELS = {
    "documents": "documents",
    "entities": "entities",
    "asserted": "facts asserted",
    "planned": "facts planned",
    "negated": "facts denied",
    "inferred": "facts inferred",
    "rejected": "turned away",
    "copies": "copies of others",
    "conflicts": "contradictions",
    "errors": "not read",
    "quads": "quads",
}
