"""What cannot be is refused before anything is asked, word for word, and a key is never shown."""

import pickle

import pytest

from kg.errors import WitnessError
from kg.witness.llm.address import endpoint
from kg.witness.llm.settings import Limits, Price, Settings, read_key, read_price

SECRET = "sk-s3cret-w0rd"  # noqa: S105 - no secret at all
HERE = "http://localhost:11434"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1/chat/completions"),
        ("http://localhost:11434/", "http://localhost:11434/v1/chat/completions"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
        (" http://localhost:11434/v1/chat/completions ", "http://localhost:11434/v1/chat/completions"),
        ("http://[::1]:8000", "http://[::1]:8000/v1/chat/completions"),
        ("https://openrouter.ai/api", "https://openrouter.ai/api/v1/chat/completions"),
        ("https://api.groq.com/openai/v1", "https://api.groq.com/openai/v1/chat/completions"),
        (
            "https://generativelanguage.googleapis.com/v1beta/openai/",
            "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions",
        ),
        ("https://api.perplexity.ai/chat/completions", "https://api.perplexity.ai/chat/completions"),
        (
            "https://x.openai.azure.com/openai/deployments/a/chat/completions?api-version=2024-10-21",
            "https://x.openai.azure.com/openai/deployments/a/chat/completions?api-version=2024-10-21",
        ),
    ],
)
def test_any_form_of_an_address_will_do(url: str, expected: str) -> None:
    assert endpoint(url, has_key=True) == expected


@pytest.mark.parametrize("url", ["", "localhost:11434", "ftp://x.example/", "http://", "http://x:port/", "http://[::1"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(WitnessError, match=r"is not the address of a server\. Give one such as http://localhost:11434"):
        endpoint(url, has_key=False)


@pytest.mark.parametrize(
    "url",
    [
        f"https://me:{SECRET}@api.example.org/v1",
        f"https://{SECRET}@api.example.org/v1",
        f"https://api.example.org/v1?key={SECRET}",
        f"https://api.example.org/v1?api-version=1&{SECRET}",
        f"ftp://me:{SECRET}@api.example.org/v1?key={SECRET}#{SECRET}",
    ],
)
def test_an_address_with_a_key_in_it_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(WitnessError) as caught:
        endpoint(url, has_key=False)
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value.__dict__)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "[::1]", "192.168.1.20", "10.0.0.5", "[fd00::1]", "100.64.1.1", "gpu-box", "gpu.local"],
)
def test_a_key_may_go_unencrypted_to_a_machine_of_ones_own(host: str) -> None:
    assert endpoint(f"http://{host}:8000", has_key=True)


@pytest.mark.parametrize("host", ["api.example.org", "8.8.8.8", "[2600::1]", "localhost.example.org"])
def test_a_key_may_not_go_unencrypted_elsewhere(host: str) -> None:
    with pytest.raises(WitnessError) as caught:
        endpoint(f"http://{host}/v1", has_key=True)
    assert str(caught.value) == (
        f"http://{host}/v1 would get the key unencrypted, for everybody between to read. "
        "Give an https:// address, or set KG_LLM_KEY to nothing to send no key."
    )
    assert endpoint(f"http://{host}/v1", has_key=False)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"OPENAI_API_KEY": "two"}, "two"),
        ({"KG_LLM_KEY": " one\n", "OPENAI_API_KEY": "two"}, "one"),
        ({"KG_LLM_KEY": "", "OPENAI_API_KEY": "two"}, None),
    ],
)
def test_the_key_comes_from_the_environment(environment: dict[str, str], expected: str | None) -> None:
    assert read_key(environment) == expected


def test_the_key_is_not_shown() -> None:
    settings = Settings(HERE, "m", SECRET)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert pickle.loads(pickle.dumps(settings)).key == SECRET  # noqa: S301 - our own


PRICE = Price(0.15, 0.6)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"model": " "}, "no model is named. Give one that the server knows, for example: --llm-model gpt-4o-mini"),
        ({"tries": 0}, "--llm-tries 0 cannot be. Give 1 or more."),
        ({"jobs": 0}, "--llm-jobs 0 cannot be. Give 1 or more."),
        ({"max_output": 0}, "--llm-output 0 cannot be. Give 1 or more."),
        ({"timeout": 0.0}, "--llm-timeout 0 cannot be. Give more than 0."),
        ({"timeout": float("nan")}, "--llm-timeout nan cannot be. Give more than 0."),
        ({"rate": -1.0}, "--llm-rate -1 cannot be. Give more than 0."),
        ({"limits": Limits(tokens=-1)}, "--max-tokens -1 cannot be. Give 0 or more."),
        ({"limits": Limits(requests=-1)}, "--max-requests -1 cannot be. Give 0 or more."),
        ({"limits": Limits(cost=-1), "price": PRICE}, "--max-cost -1 cannot be. Give 0 or more."),
        (
            {"price": Price(-1, 0)},
            "--llm-price cannot be less than nothing. Give what a million tokens cost: --llm-price 0.15,0.60",
        ),
        (
            {"limits": Limits(cost=1)},
            (
                "--max-cost needs to know what tokens cost. Give the price of a million, sent and answered, "
                "for example: --llm-price 0.15,0.60"
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object], expected: str) -> None:
    with pytest.raises(WitnessError) as caught:
        Settings(**{"url": HERE, "model": "m", **wrong})  # type: ignore[arg-type]
    assert str(caught.value) == expected


@pytest.mark.parametrize("key", ["a b", "sk-\nx", "sk-é", "sk\0", f"“{SECRET}”", ""])
def test_what_is_no_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(WitnessError, match="the key has characters that no key has") as caught:
        Settings(HERE, "m", key)
    assert not key or key not in str(caught.value)


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "1;2"])
def test_what_is_no_price_is_told(text: str) -> None:
    with pytest.raises(WitnessError, match=r"is no price\. Give what a million tokens cost, sent and answered"):
        read_price(text)


def test_a_price_is_of_a_million_tokens() -> None:
    assert PRICE.of(1_000_000, 1_000_000) == pytest.approx(0.75)
