"""Chat completions: a language model behind an OpenAI-compatible endpoint, streamed.

The reading is done by a thread of its own, so that the time that was set holds whatever the other
side does: a name that is not resolved, a line that never ends, a byte a minute.
"""

from __future__ import annotations

import ipaddress
import json
import queue
import re
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from qa.language_model import Endpoint, LanguageModelError, Prompt, Reason

_MOST_TOKENS = 800  # asked for: an answer is one to four sentences, but some think aloud first
_MOST_CHARS = 6000  # to be read; a model that goes on after these is not answering
_MOST_THOUGHT = 50_000  # characters, what it thinks aloud included
_MOST_BYTES = 4_000_000  # of the stream: each token comes in 200–400 bytes of JSON
_DONE = "[DONE]"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_OPENING = "<think>"

# What the reading thread hands over: a piece, a failure, or None at the end.
_Came = str | LanguageModelError | None


class ChatCompletions:
    """The language model at an endpoint; safe to use from many threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare to ask `endpoint`; nothing is sent before `write`."""
        self._endpoint = endpoint
        self._address = f"{endpoint.url.rstrip('/')}/chat/completions"
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        if endpoint.key:
            headers["Authorization"] = f"Bearer {endpoint.key}"
        # Redirects are not followed: the key and the quotes go nowhere else.
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(endpoint.seconds),
            follow_redirects=False,
            trust_env=not _is_here(endpoint.url),
        )

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._endpoint.model

    def write(self, prompt: Prompt, /) -> Iterator[str]:
        """Yield the text as it comes; closing the iterator ends the writing.

        Raises LanguageModelError if no whole text has come within the endpoint's time.
        """
        until = time.monotonic() + self._endpoint.seconds
        came: queue.SimpleQueue[_Came] = queue.SimpleQueue()
        stop = threading.Event()
        threading.Thread(
            target=self._read, args=(prompt, came, stop), name="language-model", daemon=True
        ).start()
        raw, shown = "", ""
        try:
            while (piece := self._next(came, until)) is not None:
                raw += piece
                text = _without_thoughts(raw)
                if len(text) > _MOST_CHARS or len(raw) > _MOST_THOUGHT:
                    raise LanguageModelError("endless", f"{self.name} wrote without end")
                if len(text) > len(shown):
                    yield text[len(shown) :]
                    shown = text
        finally:
            stop.set()
        if not shown.strip():
            raise LanguageModelError("silent", f"{self.name} wrote nothing")

    def close(self) -> None:
        """End the connections; nothing can be written after."""
        self._client.close()

    def _next(self, came: queue.SimpleQueue[_Came], until: float) -> str | None:
        try:
            got = came.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            seconds = f"{self._endpoint.seconds:g} s"
            raise LanguageModelError("slow", f"{self.name} took more than {seconds}") from None
        if isinstance(got, LanguageModelError):
            raise got
        return got

    def _read(self, prompt: Prompt, came: queue.SimpleQueue[_Came], stop: threading.Event) -> None:
        """Put what comes into `came` until it ends, fails or is not wanted any more."""
        try:
            with self._client.stream("POST", self._address, json=self._asked(prompt)) as response:
                _check(response)
                pieces = _pieces(response)
                for piece in pieces:
                    if stop.is_set():
                        return
                    came.put(piece)
            came.put(None)
        except LanguageModelError as error:
            came.put(error)
        except httpx.TimeoutException as error:
            came.put(LanguageModelError("slow", f"{self._address}: {error}"))
        except httpx.ConnectError as error:
            came.put(LanguageModelError("unreachable", f"{self._address}: {error}"))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            came.put(LanguageModelError("garbled", f"{self._address}: {error}"))
        except Exception as error:  # noqa: BLE001
            # Whoever waits must hear of it, whatever it was; a thread's own error is lost.
            came.put(LanguageModelError("garbled", f"{self._address}: {error!r}"))

    def _asked(self, prompt: Prompt) -> dict[str, Any]:
        return {
            "model": self._endpoint.model,
            "messages": [
                {"role": "system", "content": prompt.task},
                {"role": "user", "content": prompt.material},
            ],
            "stream": True,
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
        }


def _check(response: httpx.Response) -> None:
    """Raise LanguageModelError unless the endpoint took the request."""
    status = response.status_code
    reason: Reason
    if status == httpx.codes.OK:
        return
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        reason = "busy"
    elif 400 <= status < 500:
        reason = "refused"
    else:
        reason = "garbled"
    raise LanguageModelError(reason, f"{response.url} answered with status {status}")


def _pieces(response: httpx.Response) -> Iterator[str]:
    """Yield the text of a response: a stream of events, or one object of an endpoint without."""
    if "json" in response.headers.get("content-type", ""):
        whole = b"".join(line + b"\n" for line in _lines(response))
        yield _text(_parsed(whole.decode("utf-8", "replace")), "message")[0]
        return
    finished = False
    for line in _lines(response):
        text = line.decode("utf-8", "replace").strip()
        if not text.startswith("data:"):
            if text and not re.match(r":|event:|id:|retry:", text):
                raise LanguageModelError("garbled", f"no event of a stream: {text[:80]!r}")
            continue
        data = text.removeprefix("data:").strip()
        if data == _DONE:
            return
        piece, last = _text(_parsed(data), "delta")
        finished = finished or last
        if piece:
            yield piece
    if not finished:
        raise LanguageModelError("garbled", "the stream broke off")


def _lines(response: httpx.Response) -> Iterator[bytes]:
    """Yield the lines of a response; LanguageModelError if it is too long to be an answer."""
    rest, total = b"", 0
    for chunk in response.iter_raw():
        total += len(chunk)
        if total > _MOST_BYTES:
            raise LanguageModelError("endless", "the stream does not end")
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _parsed(data: str) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        raise LanguageModelError("garbled", f"no JSON: {data[:80]!r}") from None


def _text(event: Any, part: str) -> tuple[str, bool]:
    """Return the text of one event and whether it is the last that has any."""
    if isinstance(event, dict) and event.get("error"):
        raise LanguageModelError("garbled", f"the endpoint failed: {str(event['error'])[:200]}")
    try:
        choices = event["choices"]
        if not choices:  # a last event may hold only how many tokens were used
            return "", False
        text = choices[0][part].get("content") or ""
        reason = choices[0].get("finish_reason")
    except (TypeError, KeyError, IndexError, AttributeError):
        raise LanguageModelError("garbled", f"no completion: {str(event)[:80]!r}") from None
    if not isinstance(text, str):
        raise LanguageModelError("garbled", f"no text: {str(text)[:80]!r}")
    if reason == "length":
        raise LanguageModelError("endless", f"not done after {_MOST_TOKENS} tokens")
    return text, reason is not None


def _without_thoughts(raw: str) -> str:
    """Return what is meant to be read: what a reasoning model thinks aloud first is not."""
    text = _THOUGHT.sub("", raw)
    if _OPENING.startswith(text[text.rfind("<") :]) and "<" in text:
        return text[: text.rfind("<")]  # it may become the opening mark
    return text


def _is_here(url: str) -> bool:
    """Return whether `url` is on this machine, where no proxy stands between."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
