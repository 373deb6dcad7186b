"""The figures for Prometheus: requests, questions, the archive and its last sync; never a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from index.archive import ArchiveStatus
from index.last_sync import LastSync

PATH = "/metrics"
MEDIA_TYPE = CONTENT_TYPE_LATEST
# An answer takes some 20 to 500 ms on two cores, minutes where a language model restates it.
_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_NAME = "protokollsvar"


class Metrics:
    """The figures of one server; safe to use from many threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            f"{_NAME}_requests",
            "Requests by the route that answered, the method and the status.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self._questions = Counter(
            f"{_NAME}_questions",
            "Questions by what came of them: answered, not_found, refused or failed.",
            ["status"],
            registry=self.registry,
        )
        for status in ("answered", "not_found", "refused", "failed"):
            self._questions.labels(status)
        self._seconds = Histogram(
            f"{_NAME}_answer_seconds",
            "From a question to its answer in the protocols' own words.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.running = Gauge(
            f"{_NAME}_running", "Requests and answers under way.", registry=self.registry
        )

    def requested(self, route: str, method: str, status: int) -> None:
        """Count a request that was answered."""
        self._requests.labels(route, method, str(status)).inc()

    def asked(self, status: str, seconds: float) -> None:
        """Count a question."""
        self._questions.labels(status).inc()
        self._seconds.observe(seconds)

    def watch(
        self, status: Callable[[], ArchiveStatus], last_sync: Callable[[], LastSync | None]
    ) -> None:
        """Have every reading say how the archive is at that moment."""
        self.registry.register(_Archive(status, last_sync))

    def text(self) -> bytes:
        """Return all figures in Prometheus' text form."""
        return generate_latest(self.registry)


class _Archive(Collector):
    """The figures that are looked up when they are read."""

    def __init__(
        self, status: Callable[[], ArchiveStatus], last_sync: Callable[[], LastSync | None]
    ) -> None:
        self._status = status
        self._last_sync = last_sync

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures."""
        now = self._status()
        for name, help_text, value in (
            ("archive_generation", "The number of the last finished change.", now.generation),
            ("archive_documents", "Documents in the archive.", now.documents),
            ("archive_meetings", "Meetings in the archive.", now.meetings),
            ("archive_items", "Items in the archive, without sub-items.", now.items),
            ("archive_passages", "Passages in the archive.", now.passages),
            ("archive_built_timestamp_seconds", "When it last changed.", _seconds(now.built_at)),
        ):
            yield GaugeMetricFamily(f"{_NAME}_{name}", help_text, float(value))
        last = self._last_sync()
        if last is None:
            return
        for name, help_text, value in (
            ("sync_timestamp_seconds", "When the last sync ended.", _seconds(last.at)),
            ("sync_success", "1 if the last sync was finished, 0 if it failed.", last.is_done),
            ("sync_seconds", "How long the last sync took.", last.seconds),
        ):
            yield GaugeMetricFamily(f"{_NAME}_{name}", help_text, float(value))
        documents = GaugeMetricFamily(
            f"{_NAME}_sync_documents", "Documents of the last sync.", labels=["outcome"]
        )
        for outcome in ("added", "updated", "removed", "unchanged", "failed"):
            documents.add_metric([outcome], getattr(last, outcome))
        yield documents


def _seconds(at: str) -> float:
    return dt.datetime.fromisoformat(at).timestamp()
