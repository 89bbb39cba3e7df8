"""Turn what a user writes for a witness, "spacy:en_core_web_sm", into the witness.

A kind of our own is a module of this package that is imported when it is asked for; any other name is that of an entry
point of an installed package (docs/how-to/write-a-witness.md). Nothing is ever downloaded.
"""

import difflib
from importlib import import_module
from types import ModuleType

from kg.errors import KGError
from kg.witness.plugins import Plugin, names_of_plugins
from kg.witness.seam import LANGUAGE_MODEL, Witness

_KINDS = {
    "gliner": ("kg.witness.gliner_model", "MODEL_OR_PATH"),
    "spacy": ("kg.witness.spacy_model", "MODEL_OR_PATH"),
}
"""The module of each kind of witness, which has `load` and `fingerprint`, and what stands behind its colon."""
_ELSEWHERE = {LANGUAGE_MODEL: "MODEL"}  # heard from recorded answers: kg.witness.named


def load_witness(spec: str) -> Witness:
    """Return the witness that `spec` names: "KIND:MODEL", or "NAME" or "NAME:ARGUMENT" of an entry point.

    Raises KGError for a name that nothing has, an extra or package that is not installed, a model that is not there.
    """
    kind, _, argument = spec.partition(":")
    if kind in _KINDS:
        witness: Witness = _module(kind, argument).load(argument)
        return witness
    _check_plugin(kind)
    return Plugin(kind, argument).checked()


def fingerprint(spec: str) -> str:
    """Return what changes when the witness may say something else: names, versions and hashes of model and program.

    Raises the KGErrors of `load_witness`; the model is found, but not loaded.
    """
    kind, _, argument = spec.partition(":")
    if kind in _KINDS:
        return str(_module(kind, argument).fingerprint(argument))
    _check_plugin(kind)
    return Plugin(kind, argument).fingerprint()


def _module(kind: str, argument: str) -> ModuleType:
    module, after = _KINDS[kind]
    if not argument:
        raise KGError(f"the witness {kind} needs the model to load: {kind}:{after}.")
    return import_module(module)


def _check_plugin(name: str) -> None:
    """Raise a KGError that says what there is unless an installed package has a witness of that name."""
    found = names_of_plugins()
    if name in found:
        return
    near = difflib.get_close_matches(name, [*_KINDS, *_ELSEWHERE, *found], n=1)
    guess = f" Did you mean {near[0]}?" if near else ""
    behind = {kind: after for kind, (_, after) in _KINDS.items()} | _ELSEWHERE
    there = [*(f"{kind}:{after}" for kind, after in sorted(behind.items())), *found]
    message = f"no witness {name!r}.{guess} There are: {', '.join(there)}. Install the package that has it, or see"
    raise KGError(f"{message} docs/how-to/write-a-witness.md.")
