"""Metrics: what a server counts, as text for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from converter.jobs import Store

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "docreel_requests",
            "Requests by route or action, and status.",
            ("route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "docreel_request_seconds",
            "Time until an answer was sent.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def watch(self, store: Store) -> None:
        """Count the jobs of a store as well, each time somebody asks."""
        self._registry.register(_Jobs(store))

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return all that was counted."""
        return generate_latest(self._registry)


class _Jobs(Collector):
    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield how many jobs there are."""
        gauge = GaugeMetricFamily(
            "docreel_jobs", "Jobs by kind and status.", labels=("kind", "status")
        )
        for (kind, status), count in self._store.counts().items():
            gauge.add_metric((kind, status), count)
        yield gauge
