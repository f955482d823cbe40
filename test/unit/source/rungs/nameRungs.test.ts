import { expect, test } from 'vitest';
import { dottedNameRung } from '../../../../src/source/rungs/dottedNameRung.ts';
import { literalRung } from '../../../../src/source/rungs/literalRung.ts';
import { scopeRung } from '../../../../src/source/rungs/scopeRung.ts';
import { SpanNameRung } from '../../../../src/source/rungs/spanNameRung.ts';
import { siteOf } from '../pictures.ts';
import { table, workspace } from './workspace.ts';

/** `name` of scope `scope`. */
function named(name: string, scope = 'shop', evidence = {}) {
  return siteOf({}, { name, scope, evidence });
}

const calls = {
  'tracing.js': `
const { trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('shop');
module.exports = { tracer };
`,
  'orders.js': `
const { tracer } = require('./tracing');
function place(kind) {
  return tracer.startActiveSpan('place order', (span) => {
    tracer.startSpan(\`reserve \${kind} stock\`).end();
    tracer.startSpan(kind).end();
    tracer.startSpan('twice').end();
    span.end();
  });
}
function again() {
  tracer.startSpan('twice').end();
}
`,
  'other.js': `
const tracer = require('@opentelemetry/api').trace.getTracer('other');
tracer.startSpan('place order').end();
tracer.startSpan('only here').end();
`,
  'wrapped.js': `
const { withSpan } = require('./elsewhere');
exports.run = withSpan('in a wrapper', async () => {});
`,
  'worker.py': `
from opentelemetry import trace
tracer = trace.get_tracer(__name__)

@tracer.start_as_current_span("sweep")
def sweep():
    with tracer.start_as_current_span("remove old"):
        pass
`,
};

test('the call that gives a span its name, by the scope of its tracer', async () => {
  expect(
    await table(new SpanNameRung(), workspace(calls), {
      'name and scope': named('place order'),
      'the same name of another tracer': named('place order', 'other'),
      'a tracer that has another scope': named('only here'),
      'of a scope that no tracer has': named('place order', 'nobody'),
      'a computed name': named('reserve pan stock'),
      'a name that is computed as a whole': named('pan'),
      'two calls': named('twice'),
      'a decorated function': named('sweep', 'worker'),
      'a block': named('remove old', 'worker'),
      'of another module': named('remove old', 'shop.orders'),
      'of another language': named('place order', 'shop', { 'telemetry.sdk.language': 'python' }),
      'of a library': named('place order', '@opentelemetry/instrumentation-express'),
      'captured where nobody named it': named('in a wrapper', 'shop', { 'spanline.code.unsure': 'named' }),
    }),
  ).toMatchInlineSnapshot(`
    "
    name and scope → orders.js:4 high
    the same name of another tracer → other.js:3 high
    a tracer that has another scope → none
    of a scope that no tracer has → none
    a computed name → orders.js:5 high
    a name that is computed as a whole → none
    two calls → orders.js:7 low, orders.js:12 low
    a decorated function → worker.py:6 high
    a block → worker.py:7 high
    of another module → none
    of another language → none
    of a library → none
    captured where nobody named it → wrapped.js:3 high
    "
  `);
});

test('a name in quotes, given to a wrapper', async () => {
  const context = workspace({
    'a.ts': `
import { traced, SPAN } from './traced';
// traced('charge card')
export const charge = traced('charge card', async () => {});
traced(SPAN, () => {});
traced(\`write \${size} px\`, () => {});
const words = ['refund', 'work here'];
if (kind === 'sweep') traced('sweep', () => {});
`,
    'traced.ts':
      "export const SPAN = 'close the day';\nexport function traced(name: string, run: () => unknown) {}\n",
    'a.test.ts': "traced('charge card', () => {});\ntraced('only tested', () => {});\n",
    'twice.ts': "traced('same words', () => {});\ntraced('same words', () => {});\n",
  });
  expect(
    await table(literalRung, context, {
      'not in comments and tests': named('charge card'),
      'in tests alone': named('only tested'),
      'through a constant': named('close the day'),
      'with something put in': named('write 64 px'),
      twice: named('same words'),
      'a plain word in a list': named('refund'),
      'words in a list': named('work here'),
      'a method of HTTP': named('GET'),
      'of a library': named('charge card', '@opentelemetry/instrumentation-http'),
      nowhere: named('nothing of the kind'),
    }),
  ).toMatchInlineSnapshot(`
    "
    not in comments and tests → a.ts:4 medium
    in tests alone → a.test.ts:2 medium
    through a constant → a.ts:5 medium
    with something put in → a.ts:6 medium
    twice → twice.ts:1 low, twice.ts:2 low
    a plain word in a list → none
    words in a list → a.ts:7 medium
    a method of HTTP → none
    of a library → none
    nowhere → none
    "
  `);
});

test('a span that is called like a method', async () => {
  const context = workspace({
    'src/owners.ts': 'export class OwnerController {\n  listOwners() {}\n  show() {}\n}\n',
    'src/pets.ts': 'export class PetController {\n  show() {}\n}\nexport function show() {}\n',
    'shop/tasks.py': 'def add():\n    pass\n',
    'web/server.go': 'package web\n\nfunc (s *Server) show() {}\nfunc (c *Cache[K, V]) Get() {}\n',
  });
  expect(
    await table(dottedNameRung, context, {
      'class and method': named('OwnerController.listOwners'),
      'another spelling': named('PetController#show'),
      'module and function': named('shop.tasks.add'),
      'no such method': named('OwnerController.remove'),
      'no dots': named('listOwners'),
      'as the runtime of Go says it': named('web.(*Server).show'),
      'with type arguments': named('web.(*Cache[...]).Get'),
      'a closure': named('web.(*Server).routes.(*Server).show.func1'),
    }),
  ).toMatchInlineSnapshot(`
    "
    class and method → src/owners.ts:2 medium
    another spelling → src/pets.ts:2 medium
    module and function → shop/tasks.py:1 medium
    no such method → none
    no dots → none
    as the runtime of Go says it → web/server.go:3 medium
    with type arguments → web/server.go:4 medium
    a closure → web/server.go:3 medium
    "
  `);
});

test('a scope that is a module is a file', async () => {
  const context = workspace({
    'shop/views.py': 'x = 1\n',
    'main.py': 'y = 1\n',
    'src/main/java/com/acme/Orders.java': 'class Orders {}\n',
  });
  const script = { 'process.command_args': 'python main.py --port 1' };
  expect(
    await table(scopeRung, context, {
      'a module': named('x', 'shop.views'),
      'the script': named('x', '__main__', script),
      'a class': named('x', 'com.acme.Orders'),
      'a word': named('x', 'views'),
      'of a library': named('x', 'opentelemetry.instrumentation.flask'),
    }),
  ).toMatchInlineSnapshot(`
    "
    a module → shop/views.py:1 low
    the script → main.py:1 low
    a class → src/main/java/com/acme/Orders.java:1 low
    a word → none
    of a library → none
    "
  `);
});
