"""Labels of what has no name."""

from kg.describe import describe_nominals
from kg.records import Entity, Statement


def test_who_did_not_sign_is_no_party_of_the_label() -> None:
    agreement = Entity("e4", "Agreement", "memorandum", nominal=True)
    countries = [
        Entity("e1", "Country", "Finland"),
        Entity("e2", "Country", "Kenya"),
        Entity("e3", "Country", "Uganda"),
    ]
    signed = [Statement(e, "signatoryOf", "e4", "asserted") for e in ("e1", "e2")]
    denied = Statement("e3", "signatoryOf", "e4", "negated")
    described = describe_nominals([*countries, agreement], [*signed, denied])
    assert described[-1].label == "memorandum between Finland and Kenya"
