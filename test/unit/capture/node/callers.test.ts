import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CapturedProgram, node20 } from './capturedProgram.ts';

let program: CapturedProgram;

beforeAll(async () => {
  program = await CapturedProgram.make();
});

afterAll(() => program.remove());

const nodes: readonly (readonly [string, string | undefined])[] = [
  ['this Node', process.execPath],
  ['Node 20', node20],
];

describe.each(nodes)('%s', (_, node) => {
  test.skipIf(node === undefined)('spans are on the lines that start them', async () => {
    await program.write({
      'app/app.js': `
const { SpanKind, trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('app');
class Orders {
  load(id) {
    tracer.startSpan(\`order \${id}\`).end();
  }
}
new Orders().load(7);
tracer.startActiveSpan('active', (span) => {
  tracer.startSpan('inner', { kind: SpanKind.CLIENT }).end();
  span.end();
});
function deep(n) {
  if (n > 0) deep(n - 1);
  else tracer.startSpan('deep').end();
}
deep(40);
setTimeout(function later() { tracer.startSpan('later').end(); }, 1);
trace.getTracer('app').startSpan('own place', { attributes: { 'code.file.path': 'mine.js' } }).end();
`,
    });
    expect(await program.run('app.js', { ...(node && { node }) })).toMatchInlineSnapshot(`
      "
      order 7 → app.js:5:12 Orders.load
      inner → app.js:10:10
      active → app.js:9:8
      deep → app.js:15:15 deep
      own place → mine.js:undefined:undefined
      later → app.js:18:38 Timeout.later
      "
    `);
  });

  test.skipIf(node === undefined)(
    'modules, and an SDK that is there before the hook or comes late',
    async () => {
      await program.write({
        'app/late.mjs': `
import { trace } from '@opentelemetry/api';
const early = trace.getTracer('early');
await import(process.env.SDK);
early.startSpan('of the tracer from before').end();
early.startActiveSpan('active of it', (span) => span.end());
trace.getTracer('late').startSpan('of a later one').end();
`,
        'app/esm.mjs': `
import { trace } from '@opentelemetry/api';
trace.getTracer('app').startSpan('esm').end();
`,
      });
      const node_ = node === undefined ? {} : { node };
      const [sdkFirst, required, imported] = await Promise.all([
        program.run('esm.mjs', { ...node_, arguments: ['--require', 'SDK', '--require', 'HOOK'] }),
        program.run('esm.mjs', node_),
        program.run('esm.mjs', { ...node_, arguments: ['--import', 'HOOK', '--import', 'SDK'] }),
      ]);
      expect([sdkFirst, required, imported].join('')).toMatchInlineSnapshot(`
      "
      esm → esm.mjs:2:24

      esm → esm.mjs:2:24

      esm → esm.mjs:2:24
      "
    `);
      const late = { ...node_, arguments: ['--require', 'HOOK'], environment: { SDK: program.sdk } };
      expect(await program.run('late.mjs', late)).toMatchInlineSnapshot(`
      "
      of the tracer from before → late.mjs:4:7
      active of it → late.mjs:5:7
      of a later one → late.mjs:6:25
      "
    `);
    },
  );
});

test('a span that a wrapper starts is on the line that names it', async () => {
  await program.write({
    'app/wrapper.js': `
const { trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('app');
const names = { refund: 'refund' };
async function inSpan(name, work) {
  return tracer.startActiveSpan(name, (span) => { span.end(); return work?.(); });
}
const traced = (options, work) => inSpan(options.name, work);
function place() { return inSpan('place order', () => inSpan("reserve stock")); }
function charge(card) { return inSpan(\`charge \${card.toUpperCase()}\`); }
place();
charge('visa');
traced({
  name: 'pay', // in an object
}, () => 1);
inSpan(names.refund);
inSpan(process.argv0.slice(0, 0) + 'computed');
inSpan('job ' + process.argv.length + ' of many');
const decorated = (name) => (work) => () => inSpan(name, work);
const sweep = decorated('sweep')(() => 1);
sweep();
`,
  });
  expect(await program.run('wrapper.js')).toMatchInlineSnapshot(`
    "
    place order → wrapper.js:8:27 place
    reserve stock → wrapper.js:8:55
    charge VISA → wrapper.js:9:32 charge
    pay → wrapper.js:12:1
    refund → wrapper.js:5:17 (named?)
    computed → wrapper.js:16:1
    job 2 of many → wrapper.js:17:1
    sweep → wrapper.js:5:17 (named?)
    "
  `);
});

test('who is called by an event or a library was not named by whoever caused that', async () => {
  await program.write({
    'app/events.js': `
const { EventEmitter } = require('node:events');
const { context, trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('app');
const events = new EventEmitter();
const start = (name) => tracer.startSpan(name).end();
events.on('paid', () => start('paid'));
events.on('sent', (name) => start(name));
events.emit('sent', 'sent');
events.emit('paid');
const within = (name) => context.with(context.active(), () => start(name));
within('through the context');
['a list'].forEach((name) => start(name));
`,
  });
  expect(await program.run('events.js')).toMatchInlineSnapshot(`
    "
    sent → events.js:5:32 (named?)
    paid → events.js:6:25
    through the context → events.js:11:1
    a list → events.js:5:32 (named?)
    "
  `);
});

test('what libraries start is their affair, but for calls that leave the program', async () => {
  await program.write({
    'app/node_modules/lib/index.js': `
const { SpanKind, trace } = require('@opentelemetry/api');
const instrumentation = trace.getTracer('@opentelemetry/instrumentation-lib');
const own = trace.getTracer('lib');
function down(n, run) { return n === 0 ? run() : down(n - 1, run); }
exports.middleware = () => instrumentation.startSpan('middleware').end();
exports.unknown = () => own.startSpan('of the package itself').end();
exports.call = () => down(20, () => instrumentation.startSpan('GET', { kind: SpanKind.CLIENT }).end());
exports.later = async () => { await null; await null; exports.call(); };
exports.helper = (tracer, name) => tracer.startSpan(name).end();
`,
    'app/libraries.js': `
const { trace } = require('@opentelemetry/api');
const lib = require('lib');
lib.middleware();
lib.unknown();
lib.call();
lib.helper(trace.getTracer('app'), 'by a helper');
(async function waits() {
  await lib.later();
})();
`,
  });
  expect(await program.run('libraries.js')).toMatchInlineSnapshot(`
    "
    middleware → -
    of the package itself → -
    GET → libraries.js:5:5
    by a helper → libraries.js:6:5
    GET → libraries.js:8:3 (waits?)
    "
  `);
});

test('a call in a file to pass over is on the line of its caller', async () => {
  await program.write({
    'app/kit/database.js': `
const { trace } = require('@opentelemetry/api');
exports.query = () => trace.getTracer('kit').startSpan('SELECT').end();
setTimeout(exports.query);
`,
    'app/skipping.js': `
const { query } = require('./kit/database');
query();
`,
  });
  const environment = { SPANLINE_SKIP_FILES: program.path('app/kit') };
  expect(await program.run('skipping.js', { environment })).toMatchInlineSnapshot(`
    "
    SELECT → skipping.js:2:1
    SELECT → kit/database.js:2:46 exports.query
    "
  `);
});

test('what waits for a library is less sure, and no wrapper that waits for what it was given', async () => {
  await program.write({
    'app/node_modules/builder/index.js': `
const { SpanKind, trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('@opentelemetry/instrumentation-builder');
async function send(name) {
  await 1;
  tracer.startSpan(name, { kind: SpanKind.CLIENT }).end();
}
exports.query = (name) => ({ then: (done, failed) => send(name).then(done, failed) });
`,
    'app/waiting.js': `
const { query } = require('builder');
async function inSpan(work) {
  return await work();
}
const load = async () => { await 1; return query('returned'); };
(async function main() {
  await query('awaited');
  await inSpan(() => query('given to a wrapper'));
  await load();
})();
`,
  });
  expect(await program.run('waiting.js')).toMatchInlineSnapshot(`
    "
    awaited → waiting.js:7:3 (waits?)
    given to a wrapper → waiting.js:8:3 (waits?)
    returned → waiting.js:9:3 (waits?)
    "
  `);
});
