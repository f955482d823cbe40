import functools

from opentelemetry import trace

tracer = trace.get_tracer("shop")


def traced(name):
    """For functions that are always a step of their own."""

    def decorate(function):
        @functools.wraps(function)
        async def run(*args, **kwargs):
            with tracer.start_as_current_span(name):
                return await function(*args, **kwargs)

        return run

    return decorate
