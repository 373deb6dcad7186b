"""A package's front page is a docstring, imports and `__all__`, and they agree."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = sorted(
    ".".join(path.parent.relative_to(ROOT).parts)
    for layer in ("index", "qa", "eval", "ui")
    for path in (ROOT / layer).rglob("__init__.py")
)


def test_the_four_packages_are_there() -> None:
    assert {"index", "qa", "eval", "ui"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_front_page(package: str) -> None:
    path = ROOT.joinpath(*package.split(".")) / "__init__.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a front page says what the package is for"
    imported: list[str] = []
    listed: list[str] = []
    for node in tree.body[1:]:
        if isinstance(node, ast.ImportFrom) and node.module != "__future__":
            imported += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, ast.Assign):
            assert ast.unparse(node.targets[0]) == "__all__"
            listed = list(ast.literal_eval(node.value))
        else:
            pytest.fail(f"line {node.lineno}: neither an import nor __all__")
    assert sorted(imported) == sorted(listed)
    assert len(set(listed)) == len(listed)
    module = importlib.import_module(package)
    assert all(hasattr(module, name) for name in listed)
