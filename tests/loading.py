"""Fifty people ask at once: a real server with the real model over the demo, as the page asks.

    python tests/loading.py [people] [archive]

Each visitor has a session of their own and asks another of the demo's questions through Gradio's
queue, all at the same moment; meanwhile one more visitor opens the page. Every answer is compared
with the one that the same question gets when nobody else asks. Prints the figures; ends with 1 if
an answer is wrong or late. The demo's archive is built unless one is named.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx

from eval.archives import DEMO_PROTOCOLS, DEMO_QUESTIONS
from eval.questions import load_questions

PEOPLE = 50
LATEST = 3.0  # seconds within which 95 of 100 shall have their answer
_PATIENCE = 300  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """One visitor's question, what the page showed for it, and after how long."""

    question: str
    html: str
    seconds: float


def text_of(html: str) -> str:
    """Return the words of an answer without its marks, numbers of notes and time taken."""
    shown = re.search(r'<p class="svarstext.*?</p>|<p class="besked.*?</p>', html, re.DOTALL)
    said = re.sub(r'<a class="kalla nr".*?</a>', "", shown[0] if shown else html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", said)).split())


async def ask(client: httpx.AsyncClient, question: str, number: int, submit: int) -> Asked:
    """Ask as the page does, over a session of its own, and read until the answer is complete."""
    began = time.perf_counter()
    session = f"besok{number}"
    sent = {"data": [question, []], "fn_index": submit, "session_hash": session}
    (await client.post("/gradio_api/queue/join", json=sent)).raise_for_status()
    html = ""
    address = f"/gradio_api/queue/data?session_hash={session}"
    async with client.stream("GET", address) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data: "):
                continue
            said = json.loads(line.removeprefix("data: "))
            if said["msg"] == "process_completed":
                html = str(said["output"])
                shown = said["output"]["data"][1][-1]["content"]
                html = shown if isinstance(shown, str) else shown[0]["text"]
                break
    return Asked(question, html, time.perf_counter() - began)


async def load(address: str, questions: list[str]) -> tuple[list[Asked], float]:
    """Have everybody ask at once; return what they got, and how long one more had to wait."""
    limits = httpx.Limits(max_connections=len(questions) * 2 + 10)
    async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE, limits=limits) as client:
        config: dict[str, Any] = (await client.get("/config")).json()
        submit = next(
            number
            for number, one in enumerate(config["dependencies"])
            if any(target[1] == "submit" for target in one["targets"])
        )
        asking = [
            asyncio.create_task(ask(client, question, number, submit))
            for number, question in enumerate(questions)
        ]
        await asyncio.sleep(0.5)  # in the middle of it
        began = time.perf_counter()
        page = await client.get("/", headers={"accept": "text/html"})
        opened = time.perf_counter() - began
        assert page.status_code == 200
        return await asyncio.gather(*asking), opened


def alone(archive: Path, questions: list[str]) -> dict[str, str]:
    """Return what each question is answered with when nobody else asks."""
    from index.archive import Archive
    from index.embedding import load_embedder
    from index.search import Searcher
    from qa.assistant import ArchiveAssistant
    from ui.rendering import answer_html
    from ui.words import SWEDISH

    embedder = load_embedder()
    opened = Archive.open(archive, embedder.identity)
    assistant = ArchiveAssistant(opened, Searcher(opened, embedder))
    return {
        question: text_of(answer_html(assistant.ask(question), SWEDISH)) for question in questions
    }


def main() -> int:
    """Run it once; print and judge."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    sets = [load_questions(path) for path in sorted(DEMO_QUESTIONS.glob("*.jsonl"))]
    known = [one.question for one in (q for s in sets for q in s) if not one.history]
    questions = known[:: max(1, len(known) // people)][:people]
    command = [str(Path(sys.executable).with_name("protokollsvar"))]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder, "arkiv")
        subprocess.run(
            [*command, "index", str(DEMO_PROTOCOLS), "--archive", str(archive)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with subprocess.Popen(
            [*command, "chat", "--archive", str(archive), "--port", "0", "--json"],
            stdout=subprocess.PIPE, text=True,
        ) as server:  # fmt: skip
            try:
                assert server.stdout is not None
                said = ""
                while not said.endswith("}\n") and (line := server.stdout.readline()):
                    said += line
                address = json.loads(said)["address"].rstrip("/")
                warm = httpx.get(
                    f"{address}/api/ask", params={"question": known[1]}, timeout=_PATIENCE
                )
                warm.raise_for_status()
                answers, opened = asyncio.run(load(address, questions))
            finally:
                server.terminate()
        right = alone(archive, questions)
    wrong = [one for one in answers if text_of(one.html) != right[one.question]]
    times = sorted(one.seconds for one in answers)
    late = times[max(0, -(-len(times) * 95 // 100) - 1)]
    say = sys.stdout.write
    say(f"{len(answers)} asked at once, {len(answers) - len(wrong)} answers as when asked alone\n")
    say(f"seconds to the whole answer: median {times[len(times) // 2]:.2f}, p95 {late:.2f}, ")
    say(f"longest {times[-1]:.2f}\n")
    say(f"the page of one more visitor: {opened:.2f} s\n")
    for one in wrong:
        say(f"other than alone: {one.question}\n  {text_of(one.html)}\n  {right[one.question]}\n")
    return 1 if wrong or late >= LATEST else 0


if __name__ == "__main__":
    sys.exit(main())
