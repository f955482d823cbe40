"""Calls functions once modules have been imported."""

import sys

from .failures import keep

_waiting = {}
_done = set()


def after_import(name, change):
    """Calls `change(module)` when the module is there, now if it is; for one function once."""
    key = (name, change)
    if key in _done:
        return
    _done.add(key)
    module = sys.modules.get(name)
    if module is not None and not _is_loading(module):
        _apply(change, module)
        return
    _waiting.setdefault(name, []).append(change)
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _is_loading(module):
    return getattr(getattr(module, "__spec__", None), "_initializing", False)


def _apply(change, module):
    try:
        change(module)
    except Exception as error:
        keep(error)


class _Finder:
    """Finds nothing itself: asks the others for modules that are waited for, and follows their loading."""

    def __init__(self):
        self._asking = set()

    def find_spec(self, name, path=None, target=None):
        if name not in _waiting or name in self._asking:
            return None
        self._asking.add(name)
        try:
            spec = self._ask_others(name, path, target)
            if spec is not None:
                _follow(spec)
            return spec
        finally:
            self._asking.discard(name)

    def _ask_others(self, name, path, target):
        for finder in list(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find is not None and finder is not self else None
            if spec is not None:
                return spec
        return None


def _follow(spec):
    """The loader stays the same object, since programs ask modules for theirs."""
    try:
        loader, original = spec.loader, spec.loader.exec_module

        def exec_module(module):
            try:
                loader.exec_module = original
            except Exception as error:
                keep(error)
            original(module)
            for change in _waiting.pop(spec.name, ()) if module.__name__ == spec.name else ():
                _apply(change, module)

        loader.exec_module = exec_module
    except Exception as error:
        keep(error)
