"""Puts attributes on a span."""


def write(span, attributes):
    """
    As `span.set_attributes(attributes)`, which takes longer than all else of the capture: it checks values that
    are known to be in order. Where the span is not built as expected, or has limits, that is what happens.
    """
    held = getattr(span, "_attributes", None)
    values = getattr(held, "_dict", None)
    if (
        isinstance(values, dict)
        and getattr(held, "max_value_len", 0) is None
        and getattr(held, "_immutable", True) is False
        and _room(held, values) >= len(attributes)
    ):
        values.update(attributes)
    else:
        span.set_attributes(attributes)


def _room(held, values):
    most = getattr(held, "maxlen", 0)
    return 1000 if most is None else most - len(values)
