import { expect, test } from 'vitest';
import type { StackFrame } from '../../../../src/shared/spanProtocol.ts';
import { stackLines } from '../../../../webview/layout/stackLines.ts';

test('frames of the workspace stand alone, those of libraries are one line', () => {
  expect(
    picture([
      ours('charge'),
      library('node_modules/express/router.js'),
      library('node_modules/express/layer.js'),
      ours('handle'),
      library('/usr/lib/python3/site-packages/flask/app.py'),
    ]),
  ).toEqual(['charge', '2 frames of node_modules', 'handle', '1 frame of site-packages']);
});

test('libraries of several places are said to be libraries', () => {
  expect(picture([library('node_modules/a.js'), library('vendor/b.go')])).toEqual(['2 frames of libraries']);
});

test.each([
  [
    'Java',
    `
java.lang.IllegalStateException: charge failed
\tat Payments.charge(Payments.java:42)
Caused by: java.net.SocketTimeoutException: Read timed out
\tat CardClient.post(CardClient.java:17)
\t... 12 more`,
    ['at Payments.charge(Payments.java:42)', 'at CardClient.post(CardClient.java:17)'],
    `
      at Payments.charge(Payments.java:42)
    Caused by: java.net.SocketTimeoutException: Read timed out
      at CardClient.post(CardClient.java:17)`,
  ],
  [
    'Node.js',
    `
TypeError: no id
    at total (/shop/cart.ts:7:22)
  [cause]: Error: no such cart
      at load (/shop/store.ts:3:9)`,
    ['at total (/shop/cart.ts:7:22)', 'at load (/shop/store.ts:3:9)'],
    `
      at total (/shop/cart.ts:7:22)
    [cause]: Error: no such cart
      at load (/shop/store.ts:3:9)`,
  ],
  [
    'Python, which prints the cause first',
    `
Traceback (most recent call last):
  File "/shop/stock.py", line 12, in reserve
    row = rows[sku]
KeyError: 'A-1'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/shop/checkout.py", line 31, in checkout
    reserve(order)
shop.errors.OutOfStock: A-1 is sold out`,
    ['File "/shop/stock.py", line 12, in reserve', 'File "/shop/checkout.py", line 31, in checkout'],
    `
      File "/shop/checkout.py", line 31, in checkout
    Caused by: KeyError: 'A-1'
      File "/shop/stock.py", line 12, in reserve`,
  ],
  [
    'Python, where handling an error failed',
    `
Traceback (most recent call last):
  File "/shop/a.py", line 1, in a
ValueError

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/shop/b.py", line 2, in b
OSError: gone`,
    ['File "/shop/a.py", line 1, in a', 'File "/shop/b.py", line 2, in b'],
    `
      File "/shop/b.py", line 2, in b
    While handling: ValueError
      File "/shop/a.py", line 1, in a`,
  ],
])('the causes of %s head their frames', (_, printed, frames, expected) => {
  const lines = stackLines(frames.map(ours), printed).map((line) =>
    line.kind === 'frame' ? `      ${line.frame.text}` : `    ${line.text}`,
  );
  expect(`\n${lines.join('\n')}`).toBe(expected);
});

test('frames that are not found in what was printed are shown all the same', () => {
  expect(stackLines([ours('a'), ours('b')], 'b\na')).toHaveLength(2);
});

function picture(frames: readonly StackFrame[]): string[] {
  return stackLines(frames).map((line) => (line.kind === 'frame' ? line.frame.functionName : line.text));
}

function ours(functionName: string): StackFrame {
  return { text: functionName, functionName, label: 'a.ts:1', location: { path: '/a.ts', line: 1 } };
}

function library(text: string): StackFrame {
  return { text, functionName: '', label: text, location: undefined };
}
