import { beforeEach, describe, expect, test } from 'vitest';
import { preparePython, runPython } from './pythonProgram.ts';

const obstacle = await preparePython();

beforeEach(({ skip }) => skip(obstacle !== undefined, obstacle));

describe('where spans are started', () => {
  test('functions, methods, comprehensions, generators, closures', async () => {
    const { picture } = await runPython(`
from recorded import tracer

with tracer.start_as_current_span("module"):
    pass

class Job:
    def run(self):
        tracer.start_span("method").end()
        [tracer.start_span("comprehension").end() for _ in range(1)]
        def step():
            tracer.start_span("closure").end()
        step()

    @staticmethod
    def prepare():
        with tracer.start_as_current_span(
            "several lines",
            attributes={"a": 1},
        ):
            yield from ()

job = Job()
job.run()
list(job.prepare())
(lambda: tracer.start_span("lambda").end())()
`);
    expect(picture).toBe(`
module: 3 with tracer.start_as_current_span("module"): (__main__.<module>)
method: 8 tracer.start_span("method").end() (__main__.Job.run)
comprehension: 9 [tracer.start_span("comprehension").end() for _ in range(1)] (__main__.Job.run)
closure: 11 tracer.start_span("closure").end() (__main__.Job.run.<locals>.step)
several lines: 16 with tracer.start_as_current_span( (__main__.Job.prepare)
lambda: 25 (lambda: tracer.start_span("lambda").end())() (__main__.<lambda>)`);
  });

  test('decorated functions: their own first line', async () => {
    const { picture } = await runPython(`
import asyncio, functools
from recorded import tracer

@tracer.start_as_current_span("sync")
def sync(): pass

class Job:
    @functools.lru_cache
    @tracer.start_as_current_span("method")
    def method(self): pass

@tracer.start_as_current_span("async")
async def later(): pass

sync()
Job().method()
asyncio.run(later())
`);
    expect(picture).toBe(`
sync: 4 @tracer.start_as_current_span("sync") (__main__.sync)
method: 8 @functools.lru_cache (__main__.Job.method)
async: 12 @tracer.start_as_current_span("async") (__main__.later)`);
  });

  test('threads, pools, tasks, other processes', async () => {
    const { picture } = await runPython(`
import asyncio, os, threading
from concurrent.futures import ThreadPoolExecutor
from recorded import show, tracer

def work(name):
    tracer.start_span(name + " work").end()

thread = threading.Thread(target=work, args=("thread",))
thread.start()
thread.join()
with ThreadPoolExecutor() as pool:
    pool.submit(work, "pool").result()

async def task(number):
    await asyncio.sleep(0)
    with tracer.start_as_current_span(f"task {number}"):
        await asyncio.to_thread(work, "to_thread")

async def main():
    await asyncio.gather(task(1))
    await asyncio.wait_for(task(2), 5)

asyncio.run(main())
show()
if os.fork() == 0:
    work("forked")
    show()
    os._exit(0)
os.wait()
`);
    expect(picture).toBe(`
thread work: 6 tracer.start_span(name + " work").end() (__main__.work)
pool work: 6 tracer.start_span(name + " work").end() (__main__.work)
to_thread work: 6 tracer.start_span(name + " work").end() (__main__.work)
task 1: 16 with tracer.start_as_current_span(f"task {number}"): (__main__.task)
to_thread work: 6 tracer.start_span(name + " work").end() (__main__.work)
task 2: 16 with tracer.start_as_current_span(f"task {number}"): (__main__.task)
forked work: 6 tracer.start_span(name + " work").end() (__main__.work)`);
  });

  test('helpers of the program: who gives the name, or what is decorated', async () => {
    const { picture } = await runPython(`
from contextlib import contextmanager
from recorded import tracer

@contextmanager
def step(name):
    with tracer.start_as_current_span(name):
        yield

class Timed:
    def __init__(self, label): self.label = label
    def __enter__(self): self.span = tracer.start_span(self.label)
    def __exit__(self, *error): self.span.end()

def traced(function):
    def run(*args, **kwargs):
        with tracer.start_as_current_span(function.__name__):
            return function(*args, **kwargs)
    return run

def retried(function):
    def run(*args, **kwargs):
        with tracer.start_as_current_span("one try"):
            return function(*args, **kwargs)
    return run

def outer(name):
    with step(name):
        pass

@traced
def load(): pass

@retried
def save(): pass

with step("context"):
    pass
with step(f"context {7}"):
    pass
with Timed("object"):
    pass
outer("two helpers")
load()
save()
for name in "x-y".split("-"):
    outer(name)

def called(template):
    def decorate(function):
        def run(self, *args):
            with tracer.start_as_current_span(template.format(*args)):
                return function(self, *args)
        return run
    return decorate

class Book:
    @called("post to {0}")
    def post(self, account): pass

Book().post("alice")

class Tracing:
    component = "orders"
    @contextmanager
    def __call__(self, operation):
        with tracer.start_as_current_span(f"{self.component}.{operation}"):
            yield

tracing = Tracing()

class Orders:
    def list(self):
        with tracing("list"):
            pass

Orders().list()
traced(Orders().list)()
`);
    expect(picture).toBe(`
context: 36 with step("context"): (__main__.<module>)
context 7: 38 with step(f"context {7}"): (__main__.<module>)
object: 40 with Timed("object"): (__main__.<module>)
two helpers: 42 outer("two helpers") (__main__.<module>)
load: 30 @traced (__main__.load)
one try: 22 with tracer.start_as_current_span("one try"): (__main__.retried.<locals>.run)
x: 6 with tracer.start_as_current_span(name): (__main__.step)
y: 6 with tracer.start_as_current_span(name): (__main__.step)
post to alice: 57 @called("post to {0}") (__main__.Book.post)
orders.list: 73 with tracing("list"): (__main__.Orders.list)
orders.list: 73 with tracing("list"): (__main__.Orders.list)
list: 72 def list(self): (__main__.Orders.list)`);
  });

  test('spans that say where they are from keep what they say', async () => {
    const { spans } = await runPython(`
from recorded import tracer
tracer.start_span("new", attributes={"code.function.name": "mine"}).end()
tracer.start_span("old", attributes={"code.filepath": "/mine.py", "code.lineno": 3}).end()
`);
    expect(spans.map(({ attributes }) => attributes)).toEqual([
      { 'code.function.name': 'mine' },
      { 'code.filepath': '/mine.py', 'code.lineno': 3 },
    ]);
  });
});

describe('what libraries do', () => {
  const files = {
    'site-packages/lib/__init__.py': `
import asyncio
from opentelemetry import trace
from opentelemetry.trace import SpanKind

client = trace.get_tracer("opentelemetry.instrumentation.lib")
own = trace.get_tracer("lib")

def call(): client.start_span("call", kind=SpanKind.CLIENT).end()
def inside(): client.start_span("inside").end()
def serve(): client.start_span("serve", kind=SpanKind.SERVER).end()
def told(): own.start_span("told").end()
async def keep_alive(): call()
class Sessions:
    def __call__(self, environ, start_response): call()
async def start(): await asyncio.create_task(keep_alive())
`,
  };

  test('calls to elsewhere are of the line that asks; what is inside is not', async () => {
    const { picture } = await runPython(
      `
import recorded, lib
def ask():
    lib.call()
    lib.inside()
    lib.serve()
    lib.told()
ask()
`,
      { files },
    );
    expect(picture).toBe(`
call: 3 lib.call() (__main__.ask)
inside: nowhere
serve: nowhere
told: 6 lib.told() (__main__.ask)`);
  });

  test('what runs in tasks of a library is not of the line that runs the loop', async () => {
    const { picture } = await runPython('\nimport asyncio, recorded, lib\nasyncio.run(lib.start())\n', {
      files,
    });
    expect(picture).toBe('\ncall: nowhere');
  });

  test('what a library does around a request is not of middleware further out', async () => {
    const { picture } = await runPython(
      `
import recorded, lib

class Middleware:
    def __init__(self, app): self.app = app
    def __call__(self, environ, start_response):
        return self.app(environ, start_response)

Middleware(lib.Sessions())({}, None)
`,
      { files },
    );
    expect(picture).toBe('\ncall: nowhere');
  });

  test('what greenlets do is of the line that waits for them', async () => {
    const { picture } = await runPython(
      `
import greenlet, recorded, lib
def ask():
    greenlet.greenlet(lib.call).switch()
ask()
`,
      { files },
    );
    expect(picture).toBe('\ncall: 3 greenlet.greenlet(lib.call).switch() (__main__.ask)');
  });
});

describe('the program stays what it is', () => {
  const program = `
import sys
from recorded import tracer
tracer.start_span("work").end()
print("said", [entry for entry in sys.path if "capture" in entry], "spanline_capture" in sys.modules)
sys.exit(3)
`;

  test('nothing is printed, no path is left behind', async () => {
    const { code, output, spans } = await runPython(program);
    expect({ code, output, count: spans.length }).toEqual({ code: 3, output: 'said [] True\n', count: 1 });
  });

  test('a sitecustomize that was there runs, and its errors are told as ever', async () => {
    const customize = (text: string) => ({ files: { 'site-packages/sitecustomize.py': text } });
    expect((await runPython(program, customize('print("first")'))).output).toBe('first\nsaid [] True\n');
    const failing = await runPython(program, customize('raise ValueError("no")'));
    expect(failing.output).toMatch(/^Error in sitecustomize; [\s\S]*ValueError: no\nsaid \[\] True\n$/);
    const imported = `${program.replace('import sys', 'import sitecustomize, sys; print(sitecustomize.mark)')}`;
    expect((await runPython(imported, customize('mark = 7'))).output).toBe('7\nsaid [] True\n');
  });

  test('isolated programs have no capture', async () => {
    const isolated = '\nimport sys\nprint("spanline_capture" in sys.modules)\n';
    for (const flag of ['-I', '-S', '-E']) {
      expect((await runPython(isolated, { command: ['python', flag] })).output).toBe('False\n');
    }
  });

  test('a failure is told once, on a span', async () => {
    const { code, output, spans } = await runPython(`
from recorded import tracer
from spanline_capture import processor
found = processor.search
def search(*args): raise KeyError("lost")
processor.search = search
tracer.start_span("a").end()
tracer.start_span("b").end()
processor.search = found
tracer.start_span("c").end()
`);
    expect({ code, output }).toEqual({ code: 0, output: '' });
    const errors = spans.map(({ attributes }) => String(attributes['spanline.capture.error']));
    expect(errors).toEqual([
      expect.stringMatching(/^KeyError: 'lost' at .*program\.py:4$/),
      'undefined',
      'undefined',
    ]);
  });

  test('classes and functions of libraries keep their names and signatures', async () => {
    const { output } = await runPython(`
import inspect
from flask import Flask
from opentelemetry.sdk.trace import TracerProvider
print(Flask.dispatch_request.__qualname__, list(inspect.signature(TracerProvider.__init__).parameters)[:2])
print(inspect.getsource(TracerProvider).splitlines()[0])
`);
    expect(output).toBe(
      "Flask.dispatch_request ['self', 'sampler']\nclass TracerProvider(trace_api.TracerProvider):\n",
    );
  });
});

test('under opentelemetry-instrument each span is placed, once', async () => {
  const { picture, output } = await runPython(
    `
from recorded import provider, tracer
tracer.start_span("work").end()
names = [type(one).__name__ for one in provider._active_span_processor._span_processors]
print(names.count("CaptureProcessor"))
`,
    { command: ['opentelemetry-instrument', 'python'] },
  );
  expect(picture).toBe('\nwork: 2 tracer.start_span("work").end() (__main__.<module>)');
  expect(output).toBe('1\n');
});
