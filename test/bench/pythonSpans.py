"""Prints what a span costs, start and end without an exporter, plain and with capture, as JSON: CPU microseconds.

Both take turns in one process, and the fastest round counts, so that what else the machine does counts as little as
can be. Arguments: the folder of the capture, and one called `site-packages`, for code that counts as a library's.
"""

import json
import os
import sys
import time

sys.path[:0] = sys.argv[1:3]

with open(os.path.join(sys.argv[2], "library.py"), "w") as file:
    file.write("def through(n, run):\n    return run() if n == 1 else through(n - 1, run)\n")

from library import through  # noqa: E402
from opentelemetry.sdk.trace import TracerProvider  # noqa: E402
from opentelemetry.trace import SpanKind  # noqa: E402
from spanline_capture.processor import attach  # noqa: E402

SPANS = 200
ROUNDS = 400


def provider(captured):
    made = TracerProvider()
    if captured:
        attach(made)
    return made


def own(provider):
    tracer = provider.get_tracer("bench")
    started = time.process_time()
    for _ in range(SPANS):
        tracer.start_span("own").end()
    return time.process_time() - started


def deep(provider, depth=50):
    return own(provider) if depth == 0 else deep(provider, depth - 1)


def helper(tracer, name):
    tracer.start_span(name).end()


def wrapped(provider):
    tracer = provider.get_tracer("bench")
    started = time.process_time()
    for _ in range(SPANS):
        helper(tracer, "wrapped")
    return time.process_time() - started


def internal(provider):
    tracer = provider.get_tracer("opentelemetry.instrumentation.library")
    started = time.process_time()
    for _ in range(SPANS):
        tracer.start_span("internal").end()
    return time.process_time() - started


def client(provider):
    tracer = provider.get_tracer("opentelemetry.instrumentation.library")

    def call():
        tracer.start_span("GET", kind=SpanKind.CLIENT).end()

    started = time.process_time()
    for _ in range(SPANS):
        through(20, call)
    return time.process_time() - started


def fastest(measure):
    providers = {"plain": provider(False), "captured": provider(True)}
    rounds = [{name: measure(one) for name, one in providers.items()} for _ in range(ROUNDS)]
    return {name: min(one[name] for one in rounds) / SPANS * 1e6 for name in providers}


print(json.dumps({one.__name__: fastest(one) for one in (own, deep, wrapped, internal, client)}))
