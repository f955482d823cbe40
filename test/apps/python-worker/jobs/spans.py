"""What this program's spans have in common."""

from contextlib import contextmanager
from functools import wraps

from opentelemetry import trace

tracer = trace.get_tracer("jobs")


@contextmanager
def step(name, **attributes):
    with tracer.start_as_current_span(name, attributes=attributes) as span:
        yield span


def traced(function):
    @wraps(function)
    def run(*args, **kwargs):
        with tracer.start_as_current_span(function.__qualname__):
            return function(*args, **kwargs)

    return run


class Stopwatch:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.span = tracer.start_span(self.name)
        return self

    def __exit__(self, *error):
        self.span.end()
