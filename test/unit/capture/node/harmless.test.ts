import { afterAll, beforeAll, expect, test } from 'vitest';
import { CapturedProgram } from './capturedProgram.ts';

let program: CapturedProgram;

beforeAll(async () => {
  program = await CapturedProgram.make();
});

afterAll(() => program.remove());

test('a program without OpenTelemetry is as it was', async () => {
  await program.write({
    'app/bare.js': `
const Module = require('node:module');
console.log(Module._load.name, Object.keys(globalThis).includes('spanline'), process.listenerCount('exit'));
console.log(require('node:diagnostics_channel').hasSubscribers('http.server.request.start'));
console.log(Error.stackTraceLimit, new Error('x').stack.includes('hook.cjs'));
`,
  });
  const [bare, hooked] = await Promise.all([
    program.run('bare.js', { arguments: [] }),
    program.run('bare.js', { arguments: ['--require', 'HOOK', '--require', 'HOOK'] }),
  ]);
  expect(hooked).toBe(bare);
});

test("the program's own settings of errors stay in force", async () => {
  await program.write({
    'app/errors.js': `
const { trace } = require('@opentelemetry/api');
const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
trace.getTracer('app').startSpan('first').end();
const after = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
console.log('untouched', before?.value === after?.value && Error.stackTraceLimit === 10);
Error.prepareStackTrace = () => 'mine';
Error.stackTraceLimit = 2;
trace.getTracer('app').startSpan('second').end();
console.log(new Error('x').stack, Error.stackTraceLimit);
Object.freeze(Error);
trace.getTracer('app').startSpan('frozen').end();
`,
  });
  expect(await program.run('errors.js')).toMatchInlineSnapshot(`
    "
    untouched true
    mine 2
    first → errors.js:3:24
    second → errors.js:8:24
    frozen → - error startSpan: Cannot assign to read only property 'stackTraceLimit' of function 'function Error() { [native code] }'
    "
  `);
});

test('a failure of the hook is told on the span, once, and the program goes on', async () => {
  await program.write({
    'app/failing.js': `
const { trace } = require('@opentelemetry/api');
Object.defineProperty(Error, 'captureStackTrace', { value: () => { throw new Error('no stacks here'); } });
for (const name of ['first', 'second']) {
  const sum = trace.getTracer('app').startActiveSpan(name, (span) => { span.end(); return 1 + 1; });
  console.log(sum);
}
`,
  });
  expect(await program.run('failing.js')).toMatchInlineSnapshot(`
    "
    2
    2
    first → - error startSpan: no stacks here
    second → -
    "
  `);
});

test('errors of the program pass through, and threads have their own', async () => {
  await program.write({
    'app/thread.js': `
const { isMainThread, Worker } = require('node:worker_threads');
const { trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('app');
if (isMainThread) {
  try {
    tracer.startActiveSpan('throws', (span) => { span.end(); throw new RangeError('of the program'); });
  } catch (error) {
    console.log(error.message);
  }
  new Worker(__filename);
} else {
  tracer.startSpan('in a thread').end();
}
`,
  });
  expect(await program.run('thread.js')).toMatchInlineSnapshot(`
    "
    of the program
    in a thread → thread.js:12:10
    throws → thread.js:6:12
    "
  `);
});
