"""Puts the user's handler on the span of a request, or of a message."""

from contextvars import ContextVar

from .failures import guarded
from .functions import attributes_of, method_for, user_function
from .imports import after_import
from .writing import write

_request_span = ContextVar("spanline_request_span", default=None)


def entered(span):
    """Remembers the span of the request until its handler is known."""
    _request_span.set(span)


def watch_handlers():
    for name, change in _frameworks:
        after_import(name, change)


def handled_by(handler):
    """Sets the place of a function or class on the span of the current request, if it has none."""
    if handler is None:
        return
    span = _request_span.get()
    if span is None or not span.is_recording():
        return
    if "code.file.path" in span.attributes or "code.filepath" in span.attributes:
        return
    write(span, attributes_of(handler))


def handler_in(frame):
    """The handler that an instrumentation's own frames hold when it starts a span; None where there is none."""
    for _ in range(12):
        if frame is None:
            return None
        if frame.f_globals.get("__name__", "").startswith("opentelemetry.instrumentation."):
            function = _handler_of(frame.f_locals)
            if function is not None:
                return function
        frame = frame.f_back
    return None


def _handler_of(variables):
    # Pika, aio-pika; gRPC.
    for name in ("callback", "behavior"):
        function = user_function(variables.get(name))
        if function is not None:
            return function
    # Celery.
    task = variables.get("task")
    if task is not None and hasattr(task, "run") and hasattr(task, "name"):
        return user_function(task.run)
    # Tornado.
    handler = variables.get("handler")
    verb = getattr(getattr(handler, "request", None), "method", None)
    if isinstance(verb, str):
        return method_for(type(handler), verb)
    return _aiohttp_handler(variables.get("request")) or _background_task(variables.get("self"))


def _aiohttp_handler(request):
    match = getattr(request, "match_info", None)
    handler = getattr(match, "handler", None)
    if isinstance(handler, type):
        return method_for(handler, request.method)
    return user_function(handler)


def _background_task(task):
    if type(task).__module__ not in ("starlette.background", "fastapi.background"):
        return None
    return user_function(getattr(task, "func", None))


def _wrap(owner, name, before):
    """Calls `before` with the arguments of a method, which stays what it is in all else."""
    from functools import wraps

    original = owner.__dict__.get(name)
    if original is None:
        return
    seen = guarded(before)

    @wraps(original)
    def method(*args, **kwargs):
        seen(*args, **kwargs)
        return original(*args, **kwargs)

    setattr(owner, name, method)


def _flask(module):
    def before(app, *_):
        from flask import request

        rule = request.url_rule
        view = None if rule is None else app.view_functions.get(rule.endpoint)
        handled_by(_view(view, request.method))

    _wrap(module.Flask, "dispatch_request", before)


def _starlette(module):
    for name in ("Route", "WebSocketRoute", "APIRoute", "APIWebSocketRoute"):
        route = getattr(module, name, None)
        if route is not None:
            _wrap(route, "handle", _before_route)


def _before_route(route, scope, *_):
    verb = scope.get("method", "GET")
    methods = getattr(route, "methods", None)
    if not methods or verb in methods:
        endpoint = getattr(route, "endpoint", None)
        if scope.get("type") == "websocket" and isinstance(endpoint, type):
            return handled_by(user_function(getattr(endpoint, "on_receive", None)))
        handled_by(_view(endpoint, verb))


def _django(module):
    from functools import wraps

    original = module.BaseHandler.resolve_request

    @guarded
    def resolved(request, match):
        handled_by(_view(match.func, request.method))

    @wraps(original)
    def resolve_request(self, request, *args, **kwargs):
        match = original(self, request, *args, **kwargs)
        resolved(request, match)
        return match

    module.BaseHandler.resolve_request = resolve_request


def _falcon(module):
    def before(_, req, resp, resource, *rest):
        handled_by(user_function(getattr(resource, "on_" + req.method.lower(), None)))

    _wrap(module._TraceMiddleware, "process_resource", before)


def _view(view, verb):
    """The function behind a view: the method for the verb where a class is one (Flask, Django, DRF)."""
    actions = getattr(view, "actions", None)
    view_class = view if isinstance(view, type) else getattr(view, "view_class", None) or getattr(view, "cls", None)
    if isinstance(view_class, type):
        name = actions.get(verb.lower()) if isinstance(actions, dict) else None
        return method_for(view_class, name or verb)
    return user_function(view)


_frameworks = (
    ("flask.app", _flask),
    ("starlette.routing", _starlette),
    ("fastapi.routing", _starlette),
    ("django.core.handlers.base", _django),
    ("opentelemetry.instrumentation.falcon", _falcon),
)
