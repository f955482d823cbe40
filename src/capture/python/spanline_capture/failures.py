"""Keeps the first failure of the capture until a span can tell it."""

_first = []


def guarded(function):
    """The function without its failures: it returns None instead."""

    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as error:
            keep(error)
            return None

    return call


def keep(error):
    if not _first:
        _first.append(error)


def tell(span):
    """Puts the failure on the span, once."""
    error, _first[0] = _first[0], None
    try:
        span.set_attribute("spanline.capture.error", _text_of(error)[:500])
    except Exception:  # There is nobody left to tell.
        pass


def waiting():
    return bool(_first) and _first[0] is not None


def _text_of(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else " at %s:%d" % (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
    return "%s: %s%s" % (type(error).__name__, error, place)
