"""Finds who asked for a span whose name a helper of the user's was given: a decorator, or a function that starts spans."""

from types import FunctionType, MethodType

from .functions import user_function
from .names import attributes_and_texts, attributes_of_function
from .places import BOUNDARY, USER, kind_of

_nested = 0x10  # CO_NESTED
_any_number = 0x04 | 0x08  # CO_VARARGS or CO_VARKEYWORDS
#: Helpers call helpers, but not many.
_most_helpers = 5
_farthest = 40
#: Of a name: less stands in any code.
_shortest_part = 3


def asked_by(frame, name, texts):
    """
    Attributes of the place that names the span, further out than `frame`; None where that is `frame` itself, whose
    code has the texts.
    """
    variables = frame.f_locals
    function = _decorated(frame.f_code, variables)
    named_here = _has_part(texts, name)
    if function is not None and (not named_here or function.__name__ in name):
        return attributes_of_function(function)
    if named_here:
        return None
    helpers = 0
    steps = 0
    while helpers < _most_helpers:
        given = _given(frame.f_code, variables, name)
        if given is None:
            return None
        helpers += 1
        frame, steps = _next_of_user(frame.f_back, steps)
        if frame is None:
            return None
        found, texts, _ = attributes_and_texts(frame)
        if given in texts or (given == name and _has_part(texts, name)):
            return found
        variables = frame.f_locals
    return None


def _has_part(texts, name):
    """Whether a text of some code is the name, or a part of it, as in f"load {kind}"."""
    if name in texts:
        return True
    for text in texts:
        if len(text) >= _shortest_part and text in name:
            return True
    return False


def _decorated(code, variables):
    """What runs instead of a decorated function takes as many arguments as there are, and holds that one function."""
    if not code.co_flags & _nested or not code.co_flags & _any_number:
        return None
    held = [variables.get(name) for name in code.co_freevars]
    functions = [one for one in held if isinstance(one, (FunctionType, MethodType))]
    return user_function(functions[0]) if len(functions) == 1 else None


def _given(code, variables, name):
    """The name, or its beginning or end, as it came in an argument; the name, if the object of this method keeps it."""
    count = code.co_argcount + code.co_kwonlyargcount
    given = [variables.get(one) for one in code.co_varnames[:count] + code.co_freevars]
    texts = [one for one in given if type(one) is str]
    if name in texts:
        return name
    first = variables.get(code.co_varnames[0]) if code.co_argcount else None
    kept = getattr(first, "__dict__", None)
    if isinstance(kept, dict) and any(type(one) is str and one == name for one in list(kept.values())):
        return name
    for text in texts:
        if len(text) >= _shortest_part and (name.startswith(text) or name.endswith(text)):
            return text
    return None


def _next_of_user(frame, steps):
    while frame is not None and steps < _farthest:
        kind = kind_of(frame.f_code.co_filename)
        if kind == USER:
            return frame, steps
        if kind == BOUNDARY:
            break
        steps += 1
        frame = frame.f_back
    return None, steps
