"""Adds `code.*` to OpenTelemetry spans: where the user's code started them, and for requests what handles them.

Started by `sitecustomize`, or under `opentelemetry-instrument`, whose own `sitecustomize` hides that one, by an entry
point. Nothing in here may change what the program does: failures are kept and told on the next span.
"""

from .failures import guarded
from .handlers import watch_handlers
from .imports import after_import


@guarded
def install():
    """Waits for the SDK and for frameworks; may be called often."""
    after_import("opentelemetry.sdk.trace", _watch_providers)
    watch_handlers()


@guarded
def install_in_instrument():
    """Called when the provider is there already."""
    install()
    from opentelemetry import trace

    from .processor import attach

    attach(trace.get_tracer_provider())


def _watch_providers(sdk):
    from .processor import attach

    original = sdk.TracerProvider.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        attach(self)

    from functools import update_wrapper

    sdk.TracerProvider.__init__ = update_wrapper(__init__, original)
