"""The archives that an evaluation makes for itself: the demo's, and one for each benchmark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eval.beir import Benchmark, as_meetings
from index.archive import Archive
from index.code_version import code_version
from index.embedding import Embedder
from index.errors import ArchiveError, StaleArchive

Stages = Callable[[str, int, int], None]

DEMO = Path(__file__).parent / "demo"
DEMO_PROTOCOLS = DEMO / "protocols"
DEMO_QUESTIONS = DEMO / "questions"  # every *.jsonl in it


def beside(archive: Path, name: str) -> Path:
    """Return the folder for an archive called `name` next to `archive`: "archive-demo"."""
    return archive.with_name(f"{archive.name}-{name}")


def demo_archive(path: Path, embedder: Embedder, progress: Stages | None = None) -> Archive:
    """Make or renew the archive of the demo protocols in `path` and open it."""
    from index.indexing import sync

    try:
        sync([DEMO_PROTOCOLS], path, embedder, progress)
    except StaleArchive:  # nothing is lost: it is ours, and of the demo alone
        sync([DEMO_PROTOCOLS], path, embedder, progress, rebuild=True)
    return Archive.open(path, embedder.identity)


def benchmark_archive(
    benchmark: Benchmark, path: Path, embedder: Embedder, progress: Stages | None = None
) -> Archive:
    """Open the archive of a benchmark's documents in `path`; make it if it is not up to date."""
    from index.indexing import store_documents

    made = path / "made-of.txt"
    try:
        archive = Archive.open(path, embedder.identity)
        if made.read_text(encoding="utf-8") == _made_of(benchmark):
            return archive
    except (ArchiveError, FileNotFoundError):
        pass
    made.unlink(missing_ok=True)
    store_documents(as_meetings(benchmark), path, embedder, progress)
    made.write_text(_made_of(benchmark), encoding="utf-8")
    return Archive.open(path, embedder.identity)


def _made_of(benchmark: Benchmark) -> str:
    """Return what the archive depends on: the corpus and the code that cuts and indexes it."""
    code = code_version(
        "eval.beir", "index.cutting", "index.indexing", "index.words", "index.vectors"
    )
    return f"corpus {benchmark.fingerprint}\ncode {code}\n"
