"""From what a framework was given to the function that the user has written."""

import sys
from types import FunctionType
from weakref import WeakKeyDictionary

from .names import attributes, attributes_of_function
from .places import USER, kind_of

_anything = 0x04 | 0x08  # CO_VARARGS and CO_VARKEYWORDS


def takes_anything(code):
    return code.co_flags & _anything == _anything


def user_function(value):
    """The plain function, without decorators, bindings and partials; None where it is not the user's."""
    for _ in range(50):
        if value is None:
            return None
        inner = _inside(value)
        if inner is None:
            break
        value = inner
    if not isinstance(value, FunctionType) or kind_of(value.__code__.co_filename) != USER:
        return None
    return value


def method_for(view_class, verb):
    """What answers an HTTP verb in a class of the user's: its method, or the class where it inherits that."""
    verb = verb.lower()
    for name in (verb, "get" if verb == "head" else verb, "dispatch_request"):
        method = user_function(getattr(view_class, name, None))
        if method is not None:
            return method
    return view_class if _file_of(view_class) is not None else None


def _file_of(view_class):
    file = getattr(sys.modules.get(view_class.__module__), "__file__", None)
    return file if file is not None and kind_of(file) == USER else None


def attributes_of(found):
    """Of a function, or of a class."""
    if isinstance(found, FunctionType):
        return attributes_of_function(found)
    place = _class_places.get(found)
    if place is None:
        place = _class_places[found] = attributes(_file_of(found), _first_line(found), _class_name(found))
    return place


_class_places = WeakKeyDictionary()


def _class_name(found):
    return "%s.%s" % (found.__module__, found.__qualname__)


def _first_line(found):
    line = getattr(found, "__firstlineno__", None)
    if isinstance(line, int):
        return line
    # Before Python 3.13 the source has to be read.
    from inspect import findsource

    return findsource(found)[1] + 1


def _inside(value):
    """What a function, a method, a partial or a callable object runs; None for a plain function."""
    wrapped = getattr(value, "__wrapped__", None)
    if wrapped is not None:
        return wrapped
    if isinstance(value, FunctionType):
        return _decorated(value)
    inner = getattr(value, "__func__", None) or getattr(value, "func", None)
    if callable(inner):
        return inner
    if isinstance(value, type):
        return None
    call = getattr(type(value), "__call__", None)
    return call if isinstance(call, FunctionType) else None


def _decorated(function):
    """A decorator that does not name what it wraps: it passes anything on to the one function that it holds."""
    if "<locals>" not in function.__qualname__ or not takes_anything(function.__code__):
        return None
    held = [cell.cell_contents for cell in function.__closure__ or () if _is_filled(cell)]
    functions = [one for one in held if isinstance(one, FunctionType)]
    return functions[0] if len(functions) == 1 else None


def _is_filled(cell):
    try:
        cell.cell_contents
    except ValueError:
        return False
    return True
