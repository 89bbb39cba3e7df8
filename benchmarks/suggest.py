"""Score what `kg suggest` learns from the annotation of documents, on these and on others.

    python -m benchmarks.suggest [GOLD]       data/gold unless told otherwise

The annotation is the witness (benchmarks/witness.py). Printed are the relations of the rules before, with the rules
and with the names that are proposed, on the same documents; then the same where they are learned from one half of the
documents and scored on the other, both ways, the halves being every second document. All of that beside the rules of
the built-in ontology, and beside none, as for a domain that nobody has written rules for.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.witness import MODEL, write_answers
from kg.evaluate import GoldDocument, evaluate, predict, read_gold
from kg.evaluate.predictions import gold_text
from kg.evaluate.scores import ALL
from kg.extract import read_facts
from kg.lexicon import Lexicon, load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.records import Reading
from kg.suggest import extended_by, learn, lexicon_with
from kg.witness.llm.witness import LanguageModel


def readings(gold: Sequence[GoldDocument], ontology: Ontology, lexicon: Lexicon, answers: Path) -> Iterator[Reading]:
    """Yield what rules and annotation say of documents."""
    heard = [LanguageModel(MODEL, answers)]
    for document in gold:
        for text in gold_text(document):
            yield read_facts(text, ontology, lexicon, witnesses=heard)


def line(name: str, gold: Sequence[GoldDocument], ontology: Ontology, lexicon: Lexicon) -> str:
    """Return the scores of the rules on documents."""
    scores, _ = evaluate(gold, predict(gold, ontology, lexicon), ontology=ontology)
    relation = scores["relation"][ALL]
    counts = f"{relation.right} of {relation.right + relation.missed}, {relation.wrong} wrong"
    return f"  {name:12} precision {relation.precision:.3f}  recall {relation.recall:.3f}  ({counts})"


def main(folder: Path) -> None:
    """Print the scores."""
    lexicon = load_lexicon()
    gold = read_gold(folder)
    odd, even = gold[1::2], gold[::2]
    splits = (("the same documents", gold, gold), ("odd, for even ones", odd, even), ("even, for odd ones", even, odd))
    with TemporaryDirectory(prefix="kg-") as place:
        answers, bare = Path(place) / "answers", Path(place) / "bare.ttl"
        bare.write_text("# The classes and properties of the built-in ontology, and no rules.\n", encoding="utf-8")
        for about, ontology in (("the rules there are", load_ontology()), ("no rules", load_ontology(bare))):
            write_answers(gold, folder, answers, ontology, lexicon)
            for title, source, target in splits:
                for least in (1, 2):
                    print(f"beside {about}, from {title}, --min-support {least}:", end=" ")
                    _score([*readings(source, ontology, lexicon, answers)], target, ontology, lexicon, least)


def _score(
    read: Sequence[Reading], target: Sequence[GoldDocument], ontology: Ontology, lexicon: Lexicon, least: int
) -> None:
    start = perf_counter()
    found = learn(read, ontology, lexicon, min_support=least)
    print(f"{len(found.rules)} rules, {len(found.rows)} names, {perf_counter() - start:.0f} s")
    extended = extended_by(found.rules, ontology)
    print(line("before", target, ontology, lexicon))
    print(line("with rules", target, extended, lexicon))
    print(line("with names", target, extended, lexicon_with(found.rows)))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/gold"))
