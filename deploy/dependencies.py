"""What is installed with Protokollsvar: its versions and licences, from the packages' own metadata.

python deploy/dependencies.py > docs/licences.md
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
# May be used, changed and passed on with a program under the MIT licence. MPL-2.0 asks that
# changes to its own files be published, which nobody makes here.
ALLOWED = frozenset(
    "0BSD Apache-2.0 BSD BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python ISC MIT MIT-0 "
    "MIT-CMU MPL-2.0 PSF-2.0 Unlicense Zlib".split()
)
_EXCEPTION = re.compile(r"\s+WITH\s+\S+")
# What packages write where the SPDX expression belongs.
_SPELLED = (
    (r"apache(?: software)?(?: licen[cs]e)?(?:,? version)? ?v?2(?:\.0)?(?: licen[cs]e)?|"
     r"apache software license", "Apache-2.0"),
    (r"(?:the )?mit(?: licen[cs]e)?", "MIT"),
    (r"bsd(?: licen[cs]e)?", "BSD"),
    (r"bsd.3.clause(?: licen[cs]e)?|3-clause bsd(?: licen[cs]e)?", "BSD-3-Clause"),
    (r"isc(?: licen[cs]e)?(?: \(iscl\))?", "ISC"),
    (r"mozilla public licen[cs]e 2\.0 \(mpl 2\.0\)", "MPL-2.0"),
)  # fmt: skip
# What a package says in words: its own licences, and those of the PDFium in it, which its files
# list one by one (BSD, MIT, Apache, zlib, FreeType, libjpeg: all of this kind).
_KNOWN = {"BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0"}


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package."""

    name: str
    version: str  # without a build's mark, as "+cpu"
    licence: str  # an SPDX expression where the package gives one or one can be told
    home: str


def packages(extras: Iterable[str] = ()) -> list[Package]:
    """Return what pyproject.toml asks for, with all that comes along, by name.

    Raises PackageNotFoundError if something of it is not installed.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [(one, "") for one in project["dependencies"]]
    waiting += [(one, "") for extra in extras for one in project["optional-dependencies"][extra]]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        text, extra = waiting.pop()
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        for asked in ("", *sorted(wanted.extras)):
            if (name, asked) not in seen:
                seen.add((name, asked))
                found[name] = distribution(name)
                waiting += [(one, asked) for one in found[name].requires or ()]
    return [
        Package(name, one.version.partition("+")[0], _licence(one), _home(one))
        for name, one in sorted(found.items())
    ]


def refused(licence: str) -> list[str]:
    """Return the parts of a licence expression that are not allowed; where there is a choice, none.

    An expression that cannot be told apart is refused as a whole.
    """
    plain = _EXCEPTION.sub("", licence).replace("(", " ").replace(")", " ")
    return [
        part.strip()
        for part in re.split(r"\s+AND\s+|,", plain)
        if not any(one.strip() in ALLOWED for one in re.split(r"\s+OR\s+", part))
    ]


def table() -> str:
    """Return docs/licences.md."""
    lines = [
        "# Licences of what is installed with Protokollsvar",
        "",
        "Made by `make licences` from the packages' own metadata, at the versions of",
        "`constraints.txt`. Protokollsvar itself is under the MIT licence, see LICENSE.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    lines += [
        f"| {f'[{one.name}]({one.home})' if one.home else one.name} | {one.version} "
        f"| {one.licence} |"
        for one in packages()
    ]
    return "\n".join(lines) + "\n"


def _licence(one: Distribution) -> str:
    if expression := _field(one, "License-Expression"):
        return expression
    said = _field(one, "License")
    names = [
        line.rpartition(" :: ")[2]
        for line in one.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    if said and "\n" not in said and len(said) < 80:
        names = [said]
    told = [_spdx(name) for name in names]
    return " AND ".join(dict.fromkeys(told)) or "not said"


def _field(one: Distribution, name: str) -> str:
    return str(one.metadata[name]).strip() if name in one.metadata else ""


def _spdx(name: str) -> str:
    for pattern, expression in _SPELLED:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return expression
    return _KNOWN.get(name, name)


def _home(one: Distribution) -> str:
    lines: list[str] = one.metadata.get_all("Project-URL") or []
    urls = dict(line.split(", ", 1) for line in lines)
    named = {key.lower(): value for key, value in urls.items()}
    for key in ("homepage", "source", "repository", "source code", "github", "documentation"):
        if named.get(key, "").startswith("https://"):
            return named[key]
    home = _field(one, "Home-page")
    return home if home.startswith("https://") else ""


if __name__ == "__main__":
    try:
        sys.stdout.write(table())
    except PackageNotFoundError as error:
        sys.exit(f"{error.name} is not installed; run: make licences")
