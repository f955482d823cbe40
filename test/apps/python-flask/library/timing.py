from functools import wraps

from opentelemetry import trace

tracer = trace.get_tracer("library.timing")


def timed(view):
    @wraps(view)
    def run(*args, **kwargs):
        with tracer.start_as_current_span("timed"):
            return view(*args, **kwargs)

    return run


def guarded(key):
    def decorate(view):
        def check(*args, **kwargs):
            from flask import abort, request

            if request.headers.get("x-key") != key:
                abort(403)
            return view(*args, **kwargs)

        check.__name__ = view.__name__
        return check

    return decorate
