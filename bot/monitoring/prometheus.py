"""Prometheus metrics. Nothing is labelled by chat or person."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from bot.monitoring.stats import BOUNDS, Times

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from bot.monitoring.stats import Stats

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def written(watch: Stats, inbox: Mapping[str, int]) -> bytes:
    """The page that Prometheus reads. inbox: how many updates are in which state."""
    # 20 ms and a web server of its own, for who asks.
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.registry import Collector

    class Families(Collector):
        def collect(self) -> Iterable[Metric]:
            return families(watch, inbox)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Families())
    return generate_latest(registry)


def families(watch: Stats, inbox: Mapping[str, int]) -> Iterator[Metric]:
    """Each number with its name, its help and its labels."""
    from prometheus_client.core import (
        CounterMetricFamily,
        GaugeMetricFamily,
        HistogramMetricFamily,
    )

    models = watch.models()
    for name, help_, label, counted in (
        ("updates", "Tries at updates, by what became of them", "outcome", watch.updates),
        ("answered", "Updates answered, by what they were", "kind", watch.kinds),
        ("errors", "Failures, by the class of the error", "error", watch.errors),
    ):
        counter = CounterMetricFamily(f"chokh_{name}", help_, labels=[label])
        for key, count in counted.items():
            counter.add_metric([key], count)
        yield counter
    yield CounterMetricFamily("chokh_photos", "Photos answered", value=watch.kinds["photo"])
    calls = CounterMetricFamily(
        "chokh_telegram_calls",
        "Requests to Telegram; status none: no answer came",
        labels=["method", "status"],
    )
    for pair, count in watch.calls.items():
        calls.add_metric(pair, count)
    yield calls
    for name, help_, times in (
        ("wait", "Seconds from an update's arrival to its turn", watch.waits),
        ("handling", "Seconds that one try at an update took", watch.handling),
    ):
        histogram = HistogramMetricFamily(f"chokh_{name}_seconds", help_)
        histogram.add_metric([], buckets(times), times.sum)
        yield histogram
    abilities = HistogramMetricFamily(
        "chokh_ability_seconds", "Seconds of a call, its wait included", labels=["ability"]
    )
    under_way = GaugeMetricFamily(
        "chokh_ability_under_way", "Calls that wait or are worked on", labels=["ability"]
    )
    for name, work in watch.work.items():
        abilities.add_metric([name], buckets(work.times), work.times.sum)
        under_way.add_metric([name], work.under_way)
    yield abilities
    yield under_way
    states = GaugeMetricFamily("chokh_inbox", "Updates not answered, by state", labels=["state"])
    for state, count in inbox.items():
        states.add_metric([state], count)
    yield states
    yield GaugeMetricFamily("chokh_models_loaded", "Models in memory", value=len(models))
    yield GaugeMetricFamily(
        "chokh_models_bytes", "What they are reckoned to take", value=sum(models.values())
    )
    yield GaugeMetricFamily("chokh_tasks", "Of the event loop", value=len(asyncio.all_tasks()))
    yield GaugeMetricFamily("chokh_disk_free_bytes", "Left on the disk", value=watch.free())


def buckets(times: Times) -> list[tuple[str, float]]:
    """How many times were at most so many seconds, as Prometheus wants them. Pure."""
    ends = (*map(str, BOUNDS), "+Inf")
    return [(end, float(count)) for end, count in zip(ends, accumulate(times.counts), strict=True)]
