"""What a text leaves out because the sentence before has named it: "Egypt joined in 2023", "Peru is not a partner"."""

import pytest

from tests.relate.marked import facts

LEFT_OUT = {
    "[Kenya|Country] joined [Heron|Project] in [2021|Date]. [Peru|Country] joined in [2023|Date].": {
        ("Peru", "participatesIn", "Heron", "asserted"),
    },
    "[NASA|Agency] is building [Heron|Project]. [Peru|Country] is not a partner.": {
        ("Peru", "participatesIn", "Heron", "negated"),
    },
    "[NASA|Agency] is building [Heron|Project]. [Peru|Country] is no longer a participant.": {
        ("Peru", "participatesIn", "Heron", "negated"),
    },
    "[NASA|Agency] is building [Heron|Project]. [Peru|Country] and [Chile|Country] take part.": {
        ("Peru", "participatesIn", "Heron", "asserted"),
        ("Chile", "participatesIn", "Heron", "asserted"),
    },
    "[Heron|Project] will fly until [2030|Date]. [Peru|Country] has confirmed its participation.": {
        ("Peru", "participatesIn", "Heron", "asserted"),
    },
    "[Kenya|Country] has signed the [Oslo Accords|Agreement]. [Peru|Country] has not signed.": {
        ("Peru", "signatoryOf", "Oslo Accords", "negated"),
    },
    "The [Oslo Accords|Agreement] were signed on [1 May 2024|Date]. [Peru|Country] signed later.": {
        ("Peru", "signatoryOf", "Oslo Accords", "asserted"),
    },
    "[Kenya|Country] joined the [Nile Union|Alliance]. [Peru|Country] and [Chile|Country] followed.": {
        ("Peru", "memberOf", "Nile Union", "asserted"),
        ("Chile", "memberOf", "Nile Union", "asserted"),
    },
    "[Kenya|Country] joined [Heron|Project] in [2021|Date]. [Peru|Country] joined in [2023|Date] and [Chile|Country] "
    "on [5 May 2024|Date].": {
        ("Peru", "participatesIn", "Heron", "asserted"),
        ("Chile", "participatesIn", "Heron", "asserted"),
    },
    "[Kenya|Country] joined the [Nile Union|Alliance]. So did [Peru|Country] and [Chile|Country].": {
        ("Peru", "memberOf", "Nile Union", "asserted"),
        ("Chile", "memberOf", "Nile Union", "asserted"),
    },
    "[Kenya|Country] is a member of [ESA|Agency]. So are [Peru|Country] and [Chile|Country].": {
        ("Peru", "memberOf", "ESA", "asserted"),
        ("Chile", "memberOf", "ESA", "asserted"),
    },
    "[Kenya|Country] is a member of the [Nile Union|Alliance]. [Peru|Country] is an associate member.": {
        ("Peru", "memberOf", "Nile Union", "asserted"),
    },
    "The [Oslo Forum|Event] opened on [1 May 2024|Date]. [Ann Lee|Person] attended.": {
        ("Ann Lee", "participatesIn", "Oslo Forum", "asserted"),
    },
}


@pytest.mark.parametrize("text", LEFT_OUT)
def test_object_left_out_is_that_of_the_sentence_before(text: str) -> None:
    second = text.index(". ")
    assert {fact for fact in facts(text) if fact[0] in text[second:] and fact[0] not in text[:second]} == LEFT_OUT[text]


@pytest.mark.parametrize(
    "text",
    [
        "[NASA|Agency] is building [Heron|Project]. [Ann Lee|Person] joined [ESA|Agency].",
        "[NASA|Agency] is building [Heron|Project]. [Peru|Country] takes part in the study of clouds.",
        "[NASA|Agency] is building [Heron|Project]. [Peru|Country] signed on [Monday|Date].",
        "[NASA|Agency] built [Heron|Project] and [ESA|Agency] built [Tern|Project]. [Peru|Country] takes part.",
        "[Heron|Project] was tested. [Peru|Country] takes part.",
        "[Kenya|Country] joined [Heron|Project]. So [Peru|Country] waits.",
    ],
)
def test_nothing_is_left_out_where_something_else_is_said_or_it_is_not_clear(text: str) -> None:
    second = text[text.index(". ") :]
    assert not {p for s, p, _, _ in facts(text) if s in second and p in {"participatesIn", "signatoryOf", "memberOf"}}
