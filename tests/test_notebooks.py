"""The notebooks run from their folder and from the checkout, offline, and compute what they promise."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))

FROM = {"notebooks": NOTEBOOKS, "checkout": ROOT}


def _run(name: str, folder: Path, values: Mapping[str, str]) -> dict[str, Any]:
    """Run a notebook in a folder and return the values of expressions at its end.

    Without any directory of kernels the one of this environment is taken, whatever else is installed.
    """
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)  # type: ignore[no-untyped-call]
    asked = ", ".join(f"{key!r}: {expression}" for key, expression in values.items())
    last = f"import json\nprint(json.dumps({{{asked}}}))"
    notebook.cells.append(nbformat.v4.new_code_cell(last))  # type: ignore[no-untyped-call]
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    client = NotebookClient(notebook, km=manager, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.owns_km = True  # it ends what it started
    client.execute()
    printed = "".join(output.text for output in notebook.cells[-1].outputs if output.output_type == "stream")
    found: dict[str, Any] = json.loads(printed)
    found["pictures"] = sum("image/png" in data for cell in notebook.cells for data in _data(cell))
    found["pages"] = sum("<iframe" in data.get("text/html", "") for cell in notebook.cells for data in _data(cell))
    return found


def _data(cell: Any) -> list[Mapping[str, str]]:
    return [output.data for output in cell.get("outputs", ()) if "data" in output]


def test_there_are_two_notebooks() -> None:
    assert NAMES == ["01_quickstart.ipynb", "02_analysis.ipynb"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_stored_without_output(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / name, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


@pytest.mark.parametrize("folder", FROM)
def test_the_quickstart_builds_asks_explains_and_exports(folder: str) -> None:
    found = _run(
        "01_quickstart.ipynb",
        FROM[folder],
        {
            "errors": "len(graph.errors)",
            "facts": "len(graph)",
            "signed": "dict(zip(signatories.agreement, map(int, signatories.signatories)))",
            "launched": "launches.mission.tolist()",
            "rockets": "launches.rocket.dropna().tolist()",
            "denied": "denied.values.tolist()",
            "unsigned": 'graph.ask("unsigned").to_pandas()["actor"].tolist()',
            "quotes": "[proof.evidence.quote for proof in proofs]",
            "problems": "len(problems)",
            "turtle": "brazil",
            "quads": "len(dataset)",
        },
    )
    assert found["errors"] == 0
    assert found["problems"] == 0
    assert found["pages"] == 1
    assert found["facts"] > 250
    assert found["quads"] > 5 * found["facts"]
    assert found["signed"]["Artemis Accords"] >= 7
    assert {"Chandrayaan-3", "Hera"} <= set(found["launched"])
    assert "LVM3" in found["rockets"]
    assert ["China", "signatoryOf", "Artemis Accords"] in found["denied"]
    assert {"China", "Russia"} <= set(found["unsigned"])
    assert "India signs the Artemis Accords" in found["quotes"]
    assert "kg:Country" in found["turtle"]
    assert '"Brazil"@en' in found["turtle"]


@pytest.mark.parametrize("folder", FROM)
def test_the_analysis_finds_centres_communities_chains_and_dates(folder: str) -> None:
    found = _run(
        "02_analysis.ipynb",
        FROM[folder],
        {
            "types": 'sorted(set(central["type"]))',
            "central": "central.head(10).index.tolist()",
            "betweenness": "central.betweenness.tolist()",
            "sizes": "[len(group) for group in communities]",
            "entities": "len(links)",
            "chains": 'chains("country/RW", "country/BR")',
            "shared": "pairs.head(3).values.tolist()",
            "first": "str(dates['from'].min())",
            "launched": 'int(per_year.loc[2018, "asserted"])',
        },
    )
    assert not {"Date", "Document"} & set(found["types"])
    assert {"China", "National Aeronautics and Space Administration"} <= set(found["central"])
    assert found["betweenness"] == sorted(found["betweenness"], reverse=True)
    assert sum(found["sizes"]) == found["entities"] > 150
    assert all(chain.startswith("Rwanda") and chain.endswith("Brazil") for chain in found["chains"])
    assert "Artemis Accords" in found["chains"][0]
    assert found["shared"][0][2] >= 2
    assert found["first"] < "1970"
    assert found["launched"] >= 1
    assert found["pictures"] == 2
