"""Prints what a span costs, start and end without an exporter, in microseconds: plain and with capture, as JSON.

Both take turns in one process, and the fastest round counts, so that what else the machine does counts as little as can be.
"""

import json
import sys
import time

sys.path.insert(0, sys.argv[1])

from opentelemetry.sdk.trace import TracerProvider  # noqa: E402

from spanline_capture.processor import attach  # noqa: E402

SPANS = 2000
ROUNDS = 60


def tracer(captured):
    provider = TracerProvider()
    if captured:
        attach(provider)
    return provider.get_tracer("bench")


def measure(tracer):
    started = time.perf_counter()
    for _ in range(SPANS):
        tracer.start_span("work").end()
    return (time.perf_counter() - started) / SPANS * 1e6


def at_depth(depth, tracer):
    return measure(tracer) if depth == 0 else at_depth(depth - 1, tracer)


def fastest(depth):
    tracers = {"plain": tracer(False), "captured": tracer(True)}
    rounds = [{name: at_depth(depth, one) for name, one in tracers.items()} for _ in range(ROUNDS)]
    return {name: min(one[name] for one in rounds) for name in tracers}


print(json.dumps({"shallow": fastest(1), "deep": fastest(50)}))
