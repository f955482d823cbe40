"""The span processor that says where spans were started."""

import sys
from sys import _getframe

from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.trace import SpanKind

from . import failures
from .functions import attributes_of, user_function
from .handlers import entered, handler_in
from .names import attributes_and_texts, attributes_of_function
from .places import BOUNDARY, DECORATOR, LIBRARY, USER, _kinds, kind_of
from .wrappers import asked_by
from .writing import write

_stated = ("code.file.path", "code.filepath", "code.function.name", "code.function")
#: Spans of these scopes tell what a library does, unless they are calls to elsewhere.
_instrumentations = "opentelemetry.instrumentation."
#: More than a program of the user's is deep, and little enough for one that is deeper.
_deepest = 500


def attach(provider):
    """Adds the processor, once."""
    if getattr(provider, "_spanline_capture", False) or not hasattr(provider, "add_span_processor"):
        return
    provider._spanline_capture = True
    provider.add_span_processor(CaptureProcessor())


class CaptureProcessor(SpanProcessor):
    def __init__(self):
        self._own_frames = None

    def on_start(self, span, parent_context=None):
        try:
            if self._own_frames is None:
                self._own_frames = count_own_frames(_getframe(0))
            # Frames that nobody asks for cost nothing.
            place(span, _getframe(self._own_frames))
        except Exception as error:
            failures.keep(error)
        if failures.waiting():
            failures.tell(span)


def count_own_frames(frame):
    """How many frames of this and the SDK lie between a span's start and whoever starts it: always as many."""
    count = 1
    frame = frame.f_back
    while frame is not None and frame.f_globals.get("__name__") == "opentelemetry.sdk.trace":
        # A context manager of the SDK starts spans too, but does not have to.
        if frame.f_code.co_name == "start_as_current_span":
            break
        count += 1
        frame = frame.f_back
    return count


def place(span, frame):
    kind = span.kind
    if kind is _SERVER:
        entered(span)
    if is_placed(span):
        return
    scope = scope_of(span)
    if scope.startswith(_instrumentations):
        found = place_instrumented(span, kind, frame, scope)
    else:
        found = search(frame, kind is _SERVER, span.name)
    if found is not None:
        write(span, found)


def place_instrumented(span, kind, frame, scope):
    """What a library does is not of the user's code, but calls to elsewhere are, and who handles a message."""
    if kind is _CLIENT or kind is _PRODUCER:
        return search(frame)
    if kind is not _SERVER and kind is not _CONSUMER and not span.name.startswith(_background):
        return None
    handler = handler_in(frame)
    if handler is not None:
        return attributes_of(handler)
    return search(frame) if kind is _CONSUMER and not scope.startswith(_run_by_workers) else None


def is_placed(span):
    stated = span.attributes
    return bool(stated) and any(key in stated for key in _stated)


_CLIENT, _PRODUCER, _SERVER, _CONSUMER = SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.SERVER, SpanKind.CONSUMER
#: Of Starlette: the only INTERNAL spans that are of a function of the user's.
_background = "BackgroundTask "
_run_by_workers = ("opentelemetry.instrumentation.celery",)


def scope_of(span):
    scope = getattr(span, "instrumentation_scope", None) or getattr(span, "instrumentation_info", None)
    return getattr(scope, "name", None) or ""


def search(frame, made_directly=False, name=None):
    """
    Attributes of the innermost place in the user's code; with `made_directly` only if no library is between. Where
    that is a helper that was given the span's name, of the place that gave it.
    """
    known = _kinds.get
    asking = None
    for _ in range(_deepest):
        if frame is None:
            # The greenlet that waits for this one, if this is one.
            asking = frame = _asking_frame() if asking is None else None
            if frame is None:
                return None
        code = frame.f_code
        kind = known(code.co_filename)
        if kind is None:
            kind = kind_of(code.co_filename)
        if kind == USER:
            found, texts, _ = attributes_and_texts(frame)
            return found if name is None or name in texts else asked_by(frame, name, texts) or found
        if kind == BOUNDARY or code.co_name == "__call__" and code.co_varnames[1:3] in _of_applications:
            return None
        if kind == DECORATOR and code.co_name in _wrappers:
            function = user_function(frame.f_locals.get("func"))
            if function is not None:
                return attributes_of_function(function)
        if made_directly and kind == LIBRARY and "opentelemetry" not in frame.f_globals.get("__name__", ""):
            return None
        frame = frame.f_back
    return None


#: How ASGI and WSGI middleware is called, which does not know what it calls in turn.
_of_applications = (("scope", "receive"), ("environ", "start_response"))
#: In contextlib.py and in OpenTelemetry's API, what runs instead of a decorated function.
_wrappers = ("inner", "async_wrapper")


def _asking_frame():
    """SQLAlchemy runs what it is asked asynchronously in a greenlet, whose frames end where the asking ones go on."""
    greenlet = sys.modules.get("greenlet")
    parent = None if greenlet is None else greenlet.getcurrent().parent
    return None if parent is None else parent.gr_frame
