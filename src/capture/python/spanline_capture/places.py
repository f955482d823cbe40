"""Whose code a file holds: decided once per file name, by where it lies."""

import os
import sys

LIBRARY = 0
USER = 1
#: Library code that calls the user's program. Frames further out did not cause what happens further in.
BOUNDARY = 2
#: Library code whose frames hold a function of the user's that it decorates.
DECORATOR = 3

_kinds = {}
_start_directory = os.getcwd() if os.path.isdir(os.curdir) else os.sep


def kind_of(file):
    kind = _kinds.get(file)
    if kind is None:
        # Programs that make file names up as they run must not fill the memory.
        if len(_kinds) > 50000:
            _kinds.clear()
        kind = _kinds[file] = _decide(file)
    return kind


def absolute(file):
    """Python names the script that it runs as it was typed."""
    return file if os.path.isabs(file) else os.path.normpath(os.path.join(_start_directory, file))


def _decide(file):
    if not file or file.startswith("<"):
        return LIBRARY
    path = _plain(absolute(file))
    if not path.startswith(_library_folders()) and not any(part in path for part in _packages):
        return USER
    if path.endswith(_decorators):
        return DECORATOR
    return BOUNDARY if path.endswith(_boundaries) else LIBRARY


def _plain(path):
    return os.path.normcase(path).replace("\\", "/")


_packages = ("/site-packages/", "/dist-packages/", "/__pypackages__/")
_decorators = ("/opentelemetry/util/_decorator.py", "/contextlib.py")
# Of servers, frameworks, event loops and what runs commands and tests: each calls programs that it knows nothing of.
_boundaries = (
    "/asyncio/base_events.py",
    "/asyncio/events.py",
    "/asyncio/runners.py",
    "/socketserver.py",
    "/trio/_core/_run.py",
    "/aiohttp/web_app.py",
    "/aiohttp/web_protocol.py",
    "/celery/app/trace.py",
    "/celery/bin/celery.py",
    "/celery/worker/worker.py",
    "/click/core.py",
    "/django/core/handlers/base.py",
    "/django/core/handlers/exception.py",
    "/django/core/management/base.py",
    "/fastapi/routing.py",
    "/flask/app.py",
    "/gunicorn/app/base.py",
    "/pluggy/_callers.py",
    "/starlette/middleware/base.py",
    "/starlette/routing.py",
    "/tornado/web.py",
    "/werkzeug/serving.py",
)


def _library_folders():
    """The standard library, the scripts of the installation, debuggers, and this. Debuggers may be loaded late."""
    folders = [os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix):
        folders += [os.path.join(prefix, name) for name in ("bin", "Scripts")]
    for name in ("debugpy", "pydevd"):
        file = getattr(sys.modules.get(name), "__file__", None)
        if file:
            folders.append(os.path.dirname(os.path.abspath(file)))
    folders += [os.path.realpath(folder) for folder in folders]
    return tuple(_plain(folder) + "/" for folder in folders)
