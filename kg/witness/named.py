"""The witnesses that a build names: language models by their recorded answers, others as they are installed."""

from collections.abc import Iterable
from pathlib import Path

from kg.errors import KGError
from kg.witness.load import load_witness
from kg.witness.seam import LANGUAGE_MODEL, Witness


def is_recorded(spec: str) -> bool:
    """Return whether a name is that of a language model: "llm:MODEL"."""
    return spec.partition(":")[0] == LANGUAGE_MODEL


def witnesses_of(specs: Iterable[str], answers: Path | None, *, only_uncertain: bool = False) -> tuple[Witness, ...]:
    """Return the witnesses of these names; `answers` is the folder of what language models answered.

    Raises KGError for a name that nothing has, a model that is not there, a language model without such a folder.
    """
    found: list[Witness] = []
    for spec in specs:
        if is_recorded(spec):
            found.append(_model(spec, answers, only_uncertain=only_uncertain))
        else:
            found.append(load_witness(spec))
    return tuple(found)


def _model(spec: str, answers: Path | None, *, only_uncertain: bool) -> Witness:
    from kg.witness.llm.witness import LanguageModel

    model = spec.partition(":")[2]
    if not model:
        message = f"the witness {spec} needs the name of a model, as the server knows it, for example llm:qwen3:8b."
        raise KGError(message)
    if answers is None:
        message = f"no folder is named that holds what {spec} answered, for example --answers kg-out/witness."
        raise KGError(message)
    return LanguageModel(model, answers, only_uncertain)
