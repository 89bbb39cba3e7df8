"""The gate: what is turned away, and why."""

import pytest

from kg.check import check_statements
from kg.ontology import load_ontology
from kg.records import Document, Entity, Evidence, Span, Statement

TEXT = "China signed the treaty. Top News: Peru won."
DOCUMENT = Document("a.txt", TEXT, main=(Span(0, 24),))
ENTITIES = (
    Entity("document", "Document", "a"),
    Entity("e1", "Country", "China", code="CN"),
    Entity("e2", "Agreement", "the treaty"),
    Entity("e3", "Place", "Lima"),
)
GOOD = Statement("e1", "signatoryOf", "e2", evidence=(Evidence(0, 24, "China signed the treaty."),))


def reason(statement: Statement) -> str:
    kept, rejected = check_statements(DOCUMENT, ENTITIES, [statement], load_ontology())
    assert not kept
    return rejected[0].reason


def test_good_statement_passes() -> None:
    assert check_statements(DOCUMENT, ENTITIES, [GOOD], load_ontology()) == ((GOOD,), ())


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (Statement("e1", "signatoryOf", "e3", evidence=GOOD.evidence), "object is a Place, not Agreement"),
        (Statement("e3", "signatoryOf", "e2", evidence=GOOD.evidence), "subject is a Place, not Actor"),
        (Statement("e1", "signsUp", "e2", evidence=GOOD.evidence), "no property signsUp"),
        (Statement("e9", "signatoryOf", "e2", evidence=GOOD.evidence), "unknown subject"),
        (Statement("e1", "cooperatesWith", "e1", evidence=GOOD.evidence), "subject and object are the same"),
        (Statement("e1", "signatoryOf", "e2"), "no evidence"),
        (
            Statement("e1", "signatoryOf", "e2", evidence=(Evidence(0, 24, "China signs the treaty."),)),
            "quote is not in the text at its offsets",
        ),
        (
            Statement("e1", "signatoryOf", "e2", evidence=(Evidence(1, 25, "China signed the treaty."),)),
            "quote is not in the text at its offsets",
        ),
        (
            Statement("e1", "signatoryOf", "e2", evidence=(Evidence(35, 44, "Peru won."),)),
            "quote is outside the article",
        ),
    ],
)
def test_bad_statement_is_turned_away_with_its_reason(statement: Statement, why: str) -> None:
    assert reason(statement) == why
