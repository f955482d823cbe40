import { expect, test } from 'vitest';
import { parseStackTrace, placeFrames } from '../../../src/source/stackTrace.ts';
import { MemoryFiles } from './memoryFiles.ts';

const lines = 'line\n'.repeat(40);

const files = new MemoryFiles({
  '/w/pay/src/charge.ts': lines,
  '/w/pay/src/cli.mjs': lines,
  '/w/shop/views.py': lines,
  '/w/node_modules/express/lib/router.js': lines,
});

async function picture(stack: string): Promise<string> {
  const frames = await placeFrames(parseStackTrace(stack), files);
  const lines = frames.map(({ functionName, label, location }) => {
    const place = location === undefined ? '–' : `${location.path}:${location.line}:${location.column ?? ''}`;
    return `${functionName || '·'} | ${label || '·'} | ${place}`;
  });
  return `\n${lines.join('\n')}\n`;
}

test('V8', async () => {
  expect(
    await picture(`Error: card (declined) at 12:30
    at charge (/w/pay/src/charge.ts:19:46)
    at async PaymentService.run (file:///w/pay/src/cli.mjs:3:9)
    at new Order (/w/pay/src/charge.ts:2:1)
    at Object.<anonymous> (/app/pay/src/charge.ts:1:1)
    at /w/pay/src/charge.ts:7:3
    at async /w/pay/src/charge.ts:8:3
    at Layer.handle [as handle_request] (/w/node_modules/express/lib/router.js:95:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:103:5)
    at async Promise.all (index 0)
    at new Promise (<anonymous>)
    at eval (eval at run (/w/pay/src/charge.ts:1:1), <anonymous>:1:1)
    at C:\\work\\pay\\src\\charge.ts:4:2
    at webpack-internal:///(rsc)/./src/charge.ts:4:2
    at native
    at changedSince (/w/pay/src/charge.ts:41:1)
    at folder (/w/pay/src:1:1)
    at Object.handler (/w/shop/views.py:3)
    at page (/w/pay/(group)/src/charge.ts:1:2)
  [cause]: Error: timeout at the bank
      at bank (/w/pay/src/charge.ts:30:1) {
    code: 'ETIMEDOUT'
  }`),
  ).toMatchInlineSnapshot(`
    "
    charge | charge.ts:19:46 | /w/pay/src/charge.ts:19:46
    PaymentService.run | cli.mjs:3:9 | /w/pay/src/cli.mjs:3:9
    new Order | charge.ts:2:1 | /w/pay/src/charge.ts:2:1
    Object.<anonymous> | charge.ts:1:1 | /w/pay/src/charge.ts:1:1
    · | charge.ts:7:3 | /w/pay/src/charge.ts:7:3
    · | charge.ts:8:3 | /w/pay/src/charge.ts:8:3
    Layer.handle [as handle_request] | router.js:95:5 | –
    process.processTicksAndRejections | task_queues:103:5 | –
    Promise.all | · | –
    new Promise | · | –
    eval | · | –
    · | charge.ts:4:2 | /w/pay/src/charge.ts:4:2
    · | charge.ts:4:2 | –
    · | · | –
    changedSince | charge.ts:41:1 | –
    folder | src:1:1 | –
    Object.handler | views.py:3 | /w/shop/views.py:3:
    page | charge.ts:1:2 | –
    "
  `);
});

test('Python', async () => {
  expect(
    await picture(`Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/opentelemetry/trace/__init__.py", line 589, in use_span
    yield span
  File "/w/shop/views.py", line 12, in checkout
    raise Declined("card")
    ^^^^^^^^^^^^^^^^^^^^^^
  File "/w/shop/views.py", line 3, in <module>
  File "<stdin>", line 1, in <module>
  [Previous line repeated 996 more times]
shop.Declined: card

During handling of the above exception, another exception occurred:

  File "shop/views.py", line 40
    def (
SyntaxError: invalid syntax`),
  ).toMatchInlineSnapshot(`
    "
    use_span | __init__.py:589 | –
    checkout | views.py:12 | /w/shop/views.py:12:
    <module> | views.py:3 | /w/shop/views.py:3:
    <module> | <stdin>:1 | –
    · | views.py:40 | /w/shop/views.py:40:
    "
  `);
});

test('what is no stack, and what is too much of one', async () => {
  expect(parseStackTrace('')).toEqual([]);
  expect(parseStackTrace('at last, some prose\nat noon\nat 12:30\nat home (at 12:30)')).toEqual([]);
  expect(parseStackTrace('    at f (/a.js:1:1)\n'.repeat(100_000)).length).toBe(500);
  expect(parseStackTrace(`at ${'('.repeat(50_000)}`)).toEqual([]);
  expect(parseStackTrace(`at ${'a ('.repeat(1600)}:1:1`)).toEqual([]);
  expect(parseStackTrace('at f (/a.js:1:1)\r\n')[0]?.path).toBe('/a.js');
});
