"""Where the ontology and the data files are: inside the package in a wheel, else at the top of the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
ROOT = _PACKAGE if (_PACKAGE / "ontology" / "kg.ttl").is_file() else _PACKAGE.parent

ONTOLOGY = ROOT / "ontology" / "kg.ttl"
SHAPES = ROOT / "ontology" / "shapes.ttl"
QUERIES = ROOT / "ontology" / "queries"
GAZETTEER = ROOT / "data" / "gazetteer"
LANGUAGE = ROOT / "data" / "language"
