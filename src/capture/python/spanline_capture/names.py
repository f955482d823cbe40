"""Names of the code that frames and functions run: module and qualified name."""

from .places import absolute

_frames = {}
_qualnames = {}
_parts = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def attributes_and_texts(frame):
    """
    Attributes of the place where a frame is, the same object each time, so not to be changed; the text constants of
    its code; and that code.
    """
    code = frame.f_code
    # By identity and instruction, since hashing code takes long, as does finding the line. What is kept keeps the code,
    # and so its identity.
    key = (id(code), frame.f_lasti)
    known = _frames.get(key)
    if known is None:
        if len(_frames) > 10000:
            _frames.clear()
        name = _full(frame.f_globals, _qualname(_named(frame), frame.f_globals))
        place = attributes(code.co_filename, frame.f_lineno, name)
        known = _frames[key] = (place, _texts(code), code)
    return known


def _texts(code):
    return frozenset(one for one in code.co_consts if type(one) is str)


def attributes_of_function(function):
    """Of a plain function; its line is that of its first decorator."""
    code = function.__code__
    name = _full(function.__globals__, getattr(function, "__qualname__", code.co_name))
    return attributes(code.co_filename, code.co_firstlineno, name)


def attributes(file, line, name):
    return {
        "code.file.path": absolute(file),
        "code.line.number": line,
        "code.function.name": name,
        "spanline.capture": "python",
    }


def _named(frame):
    """A comprehension has a frame of its own before Python 3.12, called by the function that it is part of."""
    outer = frame.f_back
    while frame.f_code.co_name in _parts and outer is not None and outer.f_globals is frame.f_globals:
        frame, outer = outer, outer.f_back
    return frame.f_code


def _full(namespace, qualname):
    module = namespace.get("__name__")
    return "%s.%s" % (module, qualname) if isinstance(module, str) and module else qualname


def _qualname(code, namespace):
    name = _qualnames.get(code)
    if name is None:
        if len(_qualnames) > 10000:
            _qualnames.clear()
        # Python 3.11 knows; before, it is found among what the module defines.
        name = getattr(code, "co_qualname", None) or _search(code, namespace) or code.co_name
        _qualnames[code] = name
    return name


def _search(code, namespace):
    for value in list(namespace.values()):
        found = _qualname_in(value, code)
        if found is not None:
            return found
        if isinstance(value, type) and value.__module__ == namespace.get("__name__"):
            for member in list(vars(value).values()):
                found = _qualname_in(member, code)
                if found is not None:
                    return found
    return None


def _qualname_in(value, code):
    for _ in range(10):
        value = getattr(value, "__func__", None) or getattr(value, "fget", None) or value
        if getattr(value, "__code__", None) is code:
            return getattr(value, "__qualname__", None)
        value = vars(value).get("__wrapped__") if hasattr(value, "__dict__") else None
        if value is None:
            return None
    return None
