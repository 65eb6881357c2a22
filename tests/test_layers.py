"""The package's layers: what a module may import. A stage knows texts and vocabularies, never another's caller."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cq_research.paths import PACKAGE

LAYERS = [
    {"errors", "paths", "clock", "schema", "periods"},
    {"vocabularies", "fonts", "parameters", "exchange"},
    {"terms", "timex", "quantities", "layout", "masthead"},
    {"pages", "sentences", "dates", "publication", "figures", "numerals", "partners", "partner_context", "themes"},
    {"curation", "pipeline"},
    {"corpus"},
    {"tables", "checks"},
    {"selection", "wording", "facts"},
    {"charts", "narrative"},
    {"present"},
    {"export", "engine"},
    {"reports"},
    {"cli", "__main__"},
]
DEPTH = {module: depth for depth, layer in enumerate(LAYERS) for module in layer}


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cq_research"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("cq_research.")}
    return found - {"__version__"}


SOURCES = [p for p in sorted(PACKAGE.rglob("*.py")) if p != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_layer_or_below(path):
    own = module_of(path)
    assert own in DEPTH, f"{own} has no layer: give it one in tests/test_layers.py"
    above = {m for m in imports(path) if m in DEPTH and DEPTH[m] > DEPTH[own]}
    assert not above


def test_every_layered_module_exists():
    modules = {module_of(p) for p in SOURCES}
    assert set(DEPTH) - modules == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_code_names_a_document(path, corpus):
    text = path.read_text(encoding="utf-8")
    assert not [doc_id for doc_id in corpus.documents["doc_id"] if doc_id in text or doc_id.split("_")[1] in text]
