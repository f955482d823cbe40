import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

async function spans(snippet: string): Promise<string> {
  return `\n${await factsPicture('/w/shop/orders.py', snippet, 'tracers', 'spans')}\n`;
}

test('tracers and the spans on them, as context managers, calls and decorators', async () => {
  expect(
    await spans(`
    tracer = trace.get_tracer(__name__)
    _other: trace.Tracer = provider.get_tracer("acme.orders", "1.0")

    class Orders:
        def __init__(self):
            self.tracer = trace.get_tracer(instrumenting_module_name="acme.repo")

        @tracer.start_as_current_span('load')
        async def load(self, id):
            with self.tracer.start_as_current_span("query"), \\
                 _other.start_as_current_span(name="lock") as span:
                span.set_attribute("span", "no span")
            return 1

        @property
        @_other.start_as_current_span(
            "checked",
            kind=trace.SpanKind.INTERNAL,
        )
        def checked(self): ...

    def get_shop_tracer():
        return trace.get_tracer("acme.shop")

    def main():
        get_shop_tracer().start_span("a")
        trace.get_tracer("in place").start_span("b").end()
    `),
  ).toMatchInlineSnapshot(`
    "
    tracer tracer '__name__' 1:10
    tracer _other 'acme.orders' 2:24
    tracer tracer 'acme.repo' 6:23
    tracer get_shop_tracer 'acme.shop' 23:12
    tracer trace.get_tracer("inplace") 'in place' 27:5
    span 'load' on tracer in Orders.load 9:15-13
    span 'query' on tracer in Orders.load 10:14
    span 'lock' on _other in Orders.load 11:14
    span 'checked' on _other in Orders.checked 20:9
    span 'a' on get_shop_tracer in main 26:5
    span 'b' on trace.get_tracer("inplace") in main 27:5
    "
  `);
});

test('names that are made of pieces, and names that are constants', async () => {
  expect(
    await spans(`
    NAME = "const"
    TWICE = "one"
    TWICE = "other"

    class Names:
        CHARGE = "charge"

    def work(topic, name, NAME2="x"):
        tracer.start_span(f"{topic} publish")
        tracer.start_span(f"chat {{x}} {model!r:>3}")
        tracer.start_span("chat." + model + ".end")
        tracer.start_span("%s receive" % topic)
        tracer.start_span("{} of {name}".format(topic, name=1))
        tracer.start_span("one " "literal")
        tracer.start_span(r"\\d" '\\x41\\n')
        tracer.start_span(NAME)
        tracer.start_span(Names.CHARGE)
        tracer.start_span(f"{Names.CHARGE.value}.{name}")
        tracer.start_span(TWICE)
        tracer.start_span(name)
        tracer.start_span(get_name())
        tracer.start_span(b"bytes")
        tracer.start_span(names["x"])
    `),
  ).toMatchInlineSnapshot(`
    "
    span '* publish' on tracer in work 9:5
    span 'chat {x} *' on tracer in work 10:5
    span 'chat.*.end' on tracer in work 11:5
    span '* receive' on tracer in work 12:5
    span '* of *' on tracer in work 13:5
    span 'one literal' on tracer in work 14:5
    span '\\dA
    ' on tracer in work 15:5
    span 'const' on tracer in work 16:5
    span 'charge' on tracer in work 17:5
    span 'charge.*' on tracer in work 18:5
    "
  `);
});

test('functions of users that start spans by the name they are given', async () => {
  expect(
    await spans(`
    def timed(prefix, name=None):
        def decorate(fn):
            @wraps(fn)
            def inner(*args):
                with tracer.start_as_current_span(name or fn.__name__):
                    return fn(*args)
            return inner
        return decorate

    class Step:
        def __init__(self, label):
            self.span = tracer.start_span(label)

    @timed("x", "by position")
    def a(): ...

    @timed("x", name="by name")
    def b(): ...

    @traced
    def plain(): ...

    class Orders:
        @instrument()
        def called(self): ...

        @traced("named {0} of {order.id}")
        def named(self): ...

    with Step("step"), trace_span("wrapped"), new_span(f"{a} b"):
        pass
    with step(f"write {size} px") as x, step("found by its text"), open(f"file {x}"):
        pass
    `),
  ).toMatchInlineSnapshot(`
    "
    span 'by position' on tracer in a 15:5
    span 'by name' on tracer in b 18:5
    span 'plain' in plain 21:5
    span 'called' in Orders.called 25:9
    span 'named * of *' in Orders.named 28:9
    span 'step' on tracer 30:6
    span 'wrapped' 30:20
    span '* b' 30:43
    span 'write * px' 32:6
    "
  `);
});

test('Logfire, by its templates', async () => {
  expect(
    await spans(`
    import logfire

    @logfire.instrument("charging {amount}")
    def charge(amount): ...

    @logfire.instrument
    def refund(): ...

    class A:
        @logfire.instrument()
        def ship(self): ...

    with logfire.span("order {id}", id=1):
        logfire.info(f"taken {id}")
        logfire.configure()
    `),
  ).toMatchInlineSnapshot(`
    "
    span 'charging {amount}' on logfire in charge 4:5
    span 'Calling *.refund' on logfire in refund 7:5
    span 'Calling *.A.ship' on logfire in A.ship 11:9
    span 'order {id}' on logfire 13:6
    span 'taken *' on logfire 14:5
    "
  `);
});

test('what only looks like a span', async () => {
  expect(
    await spans(`
    # tracer.start_span("comment")
    """ tracer.start_span("docstring") """
    logger.trace("log")
    span.end()
    get_span("x")
    add_span_event("x")
    format_trace_id("x")
    InMemorySpanExporter("x")
    re.match("a", "b").span("x")
    @app.trace("/items/{id}")
    def trace_item(): ...
    @dataclass
    class A: ...
    with open("span") as f, pytest.raises("x"): ...
    `),
  ).toMatchInlineSnapshot(`
    "
    nothing
    "
  `);
});

test('a file that does not parse loses only what is broken', async () => {
  expect(
    await spans(`
    def a():
        tracer.start_span("first"

    def b():
        with tracer.start_as_current_span("second") as:
            pass

    def c():
        with tracer.start_as_current_span("third"):
            pass
    `),
  ).toMatchInlineSnapshot(`
    "
    span 'third' on tracer 9:10
    "
  `);
});

test('a sum of many thousand pieces', async () => {
  const sum = Array.from({ length: 5_000 }, () => '"a"').join(' + ');
  expect(await spans(`tracer.start_span(${sum} + x)\n`)).toMatch(/span 'a{5000}\*' on tracer 1:1/);
});
