"""Run the comparison: `python -m eval.bench BEIR_FOLDER… [--out FILE.md] [--most N]`.

Each system runs in a process of its own, so that its memory is its own. What is not installed is
said and left out: `pip install 'protokollsvar[bench]'` brings all of them.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.beir import Benchmark, load_benchmark, score_run
from eval.bench.systems import SYSTEMS
from eval.measures import DEPTH

_MEASURES = ("nDCG@10", "R@1", "R@10", "R@100", "MAP")


def main(arguments: list[str]) -> int:
    """Run every system over every folder and write the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="BEIR_FOLDER")
    parser.add_argument("--out", type=Path, help="write the table to this Markdown file")
    parser.add_argument("--most", type=int, help="ask the first N questions only")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.system:
        record = measure(chosen.system, _cut(load_benchmark(chosen.folders[0]), chosen.most))
        sys.stdout.write(json.dumps(record) + "\n")
        return 0
    parts = []
    for folder in chosen.folders:
        benchmark = _cut(load_benchmark(folder), chosen.most)
        rows = [(name, _in_own_process(name, folder, chosen.most)) for name in SYSTEMS]
        parts.append(table(benchmark, [(name, row) for name, row in rows if row]))
    names = " ".join(folder.name for folder in chosen.folders)
    most = f" --most {chosen.most}" if chosen.most else ""
    text = page(parts, f"python -m eval.bench {names}{most} --out docs/side-by-side.md")
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


def measure(name: str, benchmark: Benchmark) -> dict[str, Any]:
    """Run one system in this process: quality, seconds to index, seconds a question, memory."""
    system = SYSTEMS[name]()
    began = time.perf_counter()
    system.build(benchmark)
    indexing = time.perf_counter() - began
    run, took = {}, []
    system.find("Uppvärmning före mätningen", DEPTH)
    for query in benchmark.qrels:
        began = time.perf_counter()
        run[query] = system.find(benchmark.queries[query], DEPTH)
        took.append(time.perf_counter() - began)
    measures = score_run(benchmark, run, name).measures()
    return {
        "measures": {one: measures[one] for one in _MEASURES},
        "indexing": indexing,
        "median": sorted(took)[len(took) // 2],
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,  # MiB on Linux
    }


def table(benchmark: Benchmark, rows: list[tuple[str, dict[str, Any]]]) -> str:
    """Return one benchmark's rows as a Markdown table."""
    heads = " | ".join(_MEASURES)
    lines = [
        f"## {benchmark.name}: {len(benchmark.documents)} documents, "
        f"{len(benchmark.qrels)} questions",
        "",
        f"| system | {heads} | indexing, s | median question, ms | memory, MiB |",
        "|---" * (len(_MEASURES) + 4) + "|",
    ]
    for name, row in rows:
        quality = " | ".join(f"{row['measures'][one]:.3f}".lstrip("0") for one in _MEASURES)
        lines.append(
            f"| {name} | {quality} | {row['indexing']:.1f} | {1000 * row['median']:.1f} | "
            f"{row['memory']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def page(parts: list[str], command: str) -> str:
    """Return the whole page: how it was made, then the tables."""
    return (
        "# Side by side with what people use instead\n\n"
        "Every system gets the same passages and the same bundled embedding model, runs in a\n"
        "process of its own, and is used as its documentation shows for hybrid search; the best\n"
        "passage decides where a document comes. Memory is the greatest of the process, the\n"
        "model's included. BM25 alone loads the model too, because the archive is the same.\n\n"
        f"Made with `{command}` on {platform.machine()}, Python {platform.python_version()}.\n\n"
        + "\n".join(parts)
    )


def _cut(benchmark: Benchmark, most: int | None) -> Benchmark:

    return replace(benchmark, qrels=dict(list(benchmark.qrels.items())[:most]))


def _in_own_process(name: str, folder: Path, most: int | None) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "eval.bench", str(folder), "--system", name]
    if most:
        command += ["--most", str(most)]
    sys.stderr.write(f"{folder.name}: {name} …\n")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.stderr.write(f"{name} did not run (see above); it is left out\n")
        return None
    record: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return record


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
