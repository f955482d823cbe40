import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Health } from '../../../src/shared/protocol.ts';
import type { Run } from '../../../src/shared/run.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { spansOf } from '../support/traceText.ts';
import { wideOf } from '../trace/randomSpans.ts';
import { CliRun } from './cliRun.ts';
import { otlpJsonOf } from './otlpJsonOf.ts';

const firstId = '5b8efff798038103d269b633813fc60c';
const secondId = '5b8e00f798038103d269b633813fc60c';
const lostId = 'aa000000000000000000000000000001';

let bundles: BuiltBundles;
let cli: CliRun;

beforeAll(async () => {
  bundles = await buildBundles();
});

afterAll(() => bundles.remove());

beforeEach(async () => {
  cli = await CliRun.create(bundles.cli);
});

afterEach(() => cli.dispose());

test('an empty collector says what to do, and nothing to programs', async () => {
  const traces = await cli.run('traces');
  expect(traces.code).toBe(0);
  expect(traces.stdout).toMatch(
    /^No traces yet\. [\s\S]*OTEL_EXPORTER_OTLP_ENDPOINT=http:\/\/127\.0\.0\.1:\d+\n[\s\S]*import FILE\n$/,
  );
  expect((await cli.run('sites')).stdout).toMatch(/^No sites yet/);
  expect(await cli.run('traces', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await cli.run('export')).toEqual({ code: 0, stdout: '{"resourceSpans":[]}\n', stderr: '' });
});

test('import tells what it kept, and traces lists it, newest first', async () => {
  const kept = await cli.run('import', await sampleFile());
  expect(kept.stdout).toMatch(/^Kept 6 spans of 3 traces from .*\.\n$/);
  expect(await cli.json('traces')).toEqual([
    {
      traceId: lostId,
      root: 'late',
      service: 'worker',
      startUnixNano: '1763816402000000000',
      durationNano: 5e6,
      spans: 1,
      errors: 0,
      services: 1,
      partial: true,
    },
    {
      traceId: secondId,
      root: 'GET /products',
      service: 'storefront',
      startUnixNano: '1763816401000000000',
      durationNano: 20e6,
      spans: 2,
      errors: 0,
      services: 1,
      partial: false,
    },
    {
      traceId: firstId,
      root: 'POST /checkout',
      service: 'storefront',
      startUnixNano: '1763816400000000000',
      durationNano: 450e6,
      spans: 3,
      errors: 1,
      services: 2,
      partial: false,
    },
  ]);
});

test('the table of traces has short ids, and says what is missing', async () => {
  await cli.run('import', await sampleFile());
  const { stdout } = await cli.run('traces');
  expect(stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'when')).toBe(
    [
      'STARTED              TRACE     ROOT            SERVICE     DURATION  SPANS  SERVICES  ERRORS',
      'when  aa000000  late            worker          5 ms      1         1          root missing',
      'when  5b8e00f7  GET /products   storefront     20 ms      2         1',
      'when  5b8efff7  POST /checkout  storefront    450 ms      3         2       1',
      '',
    ].join('\n'),
  );
  expect((await cli.run('traces', '--limit', '1')).stdout).toMatch(
    /\nShowing 1 of 3; --limit N shows more\.\n$/,
  );
});

test('trace gives its spans in tree order', async () => {
  await cli.run('import', await sampleFile());
  expect(await cli.json('trace', firstId.toUpperCase())).toEqual([
    {
      spanId: '0000000000000001',
      parentSpanId: null,
      depth: 0,
      name: 'POST /checkout',
      service: 'storefront',
      kind: 'server',
      status: 'unset',
      startNano: 0,
      durationNano: 450e6,
      selfNano: 50e6,
      criticalNano: 50e6,
      dragNano: 450e6,
      slackNano: 0,
    },
    {
      spanId: '0000000000000002',
      parentSpanId: '0000000000000001',
      depth: 1,
      name: 'charge',
      service: 'payments',
      kind: 'client',
      status: 'error',
      startNano: 20e6,
      durationNano: 400e6,
      selfNano: 395e6,
      criticalNano: 395e6,
      dragNano: 400e6,
      slackNano: 0,
    },
    {
      spanId: '0000000000000003',
      parentSpanId: '0000000000000002',
      depth: 2,
      name: 'log',
      service: 'payments',
      kind: 'internal',
      status: 'ok',
      startNano: 30e6,
      durationNano: 5e6,
      selfNano: 5e6,
      criticalNano: 5e6,
      dragNano: 5e6,
      slackNano: 0,
    },
  ]);
});

test('trace draws a waterfall for people', async () => {
  await cli.run('import', await sampleFile());
  const { stdout, code } = await cli.run('trace', '5b8ef');
  expect(code).toBe(0);
  expect(stdout).toContain('POST /checkout · 450 ms · 3 spans · 2 services · 1 error · ');
  expect(stdout).toMatch(/\n {2}charge +payments +[█░]+ +400 ms ✗\n {4}log +█+ +5 ms\n/);
  expect(stdout).toContain('\n  −395 ms  charge, outside its children\n');
  expect((await cli.run('trace', '5b8ef', '--limit', '1')).stdout).toContain(
    '\nShowing 1 of 3 spans; --limit N shows more rows, --json gives all.\n',
  );
});

test('the beginning of an id will do where only one trace begins so', async () => {
  await cli.run('import', await sampleFile());
  expect(await cli.json('trace', 'aa00')).toHaveLength(1);
  expect(await cli.run('trace', '5b8e')).toEqual({
    code: 1,
    stdout: '',
    stderr: `2 traces begin with 5b8e: ${secondId}, ${firstId}. Give more digits.\n`,
  });
  expect((await cli.run('trace', 'abcd')).stderr).toMatch(/^There is no trace abcd\. /);
  expect((await cli.run('trace', 'f'.repeat(32))).stderr).toMatch(/^There is no trace f{32}\. /);
  expect((await cli.run('export', '--trace', 'f'.repeat(32))).code).toBe(1);
});

test.each([
  [['trace', 'checkout']],
  [['trace', '5b8']],
  [['trace', 'f'.repeat(33)]],
  [['trace']],
  [['import']],
  [['tracez']],
  [['traces', '--colour']],
  [['traces', 'more']],
  [['export', '--trace', 'xyz1']],
])('%j is wrong usage', async (words) => {
  const { code, stdout, stderr } = await cli.run(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\. See: node .*cli\.js --help\n$/);
});

test('sites have their figures, and with a workspace their lines', async () => {
  const workspace = join(cli.data, 'workspace');
  await mkdir(join(workspace, 'payments', 'src'), { recursive: true });
  const code = Array.from({ length: 30 }, (_, i) => `line(${i + 1});`).join('\n');
  await writeFile(join(workspace, 'payments', 'src', 'charge.ts'), code);
  const attributes = {
    charge: { 'code.file.path': join(workspace, 'payments/src/charge.ts'), 'code.line.number': 19 },
  };
  await cli.run('import', await sampleFile(attributes));

  const plain = await cli.json('sites');
  expect(plain).toHaveLength(6);
  const charge = { service: 'payments', scope: 'test', name: 'charge', kind: 'client', count: 1, errors: 1 };
  expect(plain[0]).toEqual({
    ...charge,
    p50Nano: expect.closeTo(400e6, -7),
    p95Nano: expect.closeTo(400e6, -7),
  });
  const [told] = await cli.json('sites', '--evidence');
  const filePath = join(workspace, 'payments/src/charge.ts');
  expect(told).toMatchObject({ ...charge, code: { filePath, line: 19 }, evidence: {} });

  const placed = await cli.json('sites', '--workspace', workspace);
  expect(placed[0]).toMatchObject({
    ...charge,
    file: 'payments/src/charge.ts',
    line: 19,
    rung: 'code.file.path',
    confidence: 'exact',
  });
  expect(placed[1]).toMatchObject({ name: 'log', line: 19, rung: 'called from', confidence: 'low' });
  expect(placed.at(-1)).toMatchObject({ file: null, line: null, rung: null, confidence: null });
  expect((await cli.run('sites', '--workspace', workspace)).stdout).toMatch(
    /payments +charge +client +1 +1 +400 ms +400 ms +payments\/src\/charge\.ts:19 +code\.file\.path, exact\n/,
  );
  const { stdout: text } = await cli.run('sites', '--workspace', workspace, '--missing');
  expect(text.slice(text.indexOf('\n\n'))).toMatchInlineSnapshot(`
    "

    33 % of spans have a line, 17 % that of their caller; 4 sites without one.
      storefront  server  GET /products: The route /products is registered nowhere in the workspace.
      storefront  server  POST /checkout: The route /checkout is registered nowhere in the workspace.
      storefront  client  SELECT: Its name stands nowhere in the workspace: it is computed, or the code is not here.
      worker  internal  late: Its name stands nowhere in the workspace: it is computed, or the code is not here.
    "
  `);
  expect(await cli.run('sites', '--workspace', join(workspace, 'none'))).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^There is no directory .*none\. /),
  });
});

test('what is exported can be imported elsewhere, the whole and one trace', async () => {
  await cli.run('import', await sampleFile());
  const whole = join(cli.data, 'whole.json');
  expect(await cli.run('export', '--output', whole)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await cli.run('export')).toMatchObject({ stdout: await readFile(whole, 'utf8') });
  const one = JSON.parse((await cli.run('export', '--trace', '5b8ef')).stdout) as {
    resourceSpans: unknown[];
  };
  expect(JSON.stringify(one)).not.toContain(secondId);

  const elsewhere = await CliRun.create(bundles.cli);
  try {
    await elsewhere.run('import', whole);
    expect(await elsewhere.json('traces')).toEqual(await cli.json('traces'));
    expect(await elsewhere.json('trace', firstId)).toEqual(await cli.json('trace', firstId));
  } finally {
    await elsewhere.dispose();
  }
});

test('the output names the format and the packing, and import tells them by the content', async () => {
  const fixtures = join(import.meta.dirname, '../../fixtures');
  await cli.run('import', join(fixtures, 'jaeger/two-services.json'));
  for (const name of ['a.jaeger.json', 'a.zipkin.json.gz', 'a.zipkin1.json', 'a.ndjson.zst', 'a.pb']) {
    const file = join(cli.data, name);
    expect(await cli.run('export', '--output', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await cli.run('import', file)).stdout).toContain('Kept 3 spans of 1 trace ');
  }
  const printed = await cli.run('export', '--format', 'zipkin-json', '--trace', '5b8e');
  expect(JSON.parse(printed.stdout)).toHaveLength(3);
  expect(await cli.run('export', '--format', 'xml')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Choose one of otlp-json, '),
  });
});

test('what of a file is broken is said, and the rest is kept', async () => {
  const file = join(cli.data, 'broken.json');
  const span = { traceId: 'a1', id: '1', name: 'kept', timestamp: 1 };
  await writeFile(file, JSON.stringify([span, { traceId: 'a1' }]));
  const { code, stdout } = await cli.run('import', file);
  expect(code).toBe(0);
  expect(stdout.replaceAll(file, 'FILE').replace(/^See it .*\n/m, '')).toBe(
    'Kept 1 span of 1 trace from FILE.\n1 span could not be kept:\n  [1]: no id\n',
  );
  await writeFile(file, '{"hello":1}');
  expect(await cli.run('import', file)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The file is JSON without/),
  });
});

test('a file that cannot be read, or is none of ours, is a sentence', async () => {
  const missing = await cli.run('import', join(cli.data, 'missing.json'));
  expect(missing).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('cannot be read') });
  const wrong = join(cli.data, 'wrong.json');
  await writeFile(wrong, '{"resourceSpans": [');
  const { code, stderr } = await cli.run('import', wrong);
  expect(code).toBe(1);
  expect(stderr.split('\n')).toHaveLength(2);
  expect(stderr).not.toContain('fault');
  expect((await cli.run('export', '--output', cli.data)).stderr).toContain('cannot be written');
});

test('health and stop start nothing', async () => {
  expect(await cli.runPlainly('health', '--data', cli.data)).toEqual({
    code: 1,
    stdout: '',
    stderr: `No collector is running for ${cli.data}.\n`,
  });
  expect(await cli.runPlainly('stop', '--data', cli.data)).toEqual({
    code: 0,
    stdout: 'No collector is running.\n',
    stderr: '',
  });
});

test('runs are begun, listed and ended, and traces are listed by them', async () => {
  expect((await cli.run('runs')).stdout).toMatch(/^No runs yet\. .* runs start NAME\n$/);
  expect((await cli.run('runs', 'start', 'before')).stdout).toMatch(/^Run \d+, "before", goes on\.\n$/);
  const [run] = (await cli.json('runs', 'start', 'with the index')) as Run[];
  expect(run).toMatchObject({ name: 'with the index', kind: 'command', traces: 0 });
  await send(firstId);
  expect(await cli.json('runs')).toMatchObject([{ id: run?.id, traces: 1 }]);
  expect(await cli.json('traces', '--run', 'WITH the index')).toMatchObject([
    { traceId: firstId, run: run?.id },
  ]);
  expect(await cli.json('traces', '--run', String(run?.id))).toHaveLength(1);
  expect((await cli.run('runs')).stdout.replaceAll(/[\d:-]+ ?[\d:]+/g, 'when')).toMatch(
    /^RUN +NAME +BY +STARTED +ENDED +TRACES\n +\d+ +with the index +command +when +goes on +1\n$/,
  );
  expect(await cli.json('runs', 'end')).toEqual([{ ended: true, id: run?.id }]);
  expect((await cli.run('runs', 'end')).stdout).toBe('No run goes on.\n');
  await send(secondId);
  expect(await cli.json('traces', '--run', String(run?.id))).toHaveLength(1);
  expect(await cli.run('traces', '--run', 'nowhere')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^There is no run "nowhere"\. List the runs with: .* runs\n$/),
  });
  expect((await cli.run('runs', 'begin')).code).toBe(2);
  expect((await cli.run('runs', 'start')).stderr).toContain('A run needs a name: runs start NAME.');
});

test('traces are pinned and unpinned, all that are named or none', async () => {
  await cli.run('import', await sampleFile());
  expect((await cli.run('pin', firstId, 'aa00')).stdout).toBe('Pinned 2 traces.\n');
  expect(await cli.json('traces', '--pinned')).toMatchObject([
    { traceId: lostId, pinned: true },
    { traceId: firstId, pinned: true },
  ]);
  expect((await cli.run('traces', '--pinned')).stdout).toMatch(/ pinned, root missing\n/);
  expect(await cli.json('unpin', lostId)).toEqual([{ traceIds: [lostId], pinned: false }]);
  expect(await cli.json('traces', '--pinned')).toHaveLength(1);
  const unknown = 'f'.repeat(32);
  expect(await cli.run('unpin', firstId, unknown)).toMatchObject({ code: 1 });
  expect(await cli.json('traces', '--pinned')).toHaveLength(1);
  await cli.run('unpin', firstId);
  expect((await cli.run('traces', '--pinned')).stdout).toBe('No trace is like that.\n');
});

test('forwards are listed, and nothing is started for them', async () => {
  expect((await cli.run('forwards')).code).toBe(1);
  await cli.run('traces');
  expect((await cli.run('forwards')).stdout).toMatch(/^Nothing is forwarded\./);
  expect(await cli.run('forwards', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('commands that run at once share one collector, which outlives them until it is stopped', async () => {
  const answers = await Promise.all([cli.run('traces'), cli.run('sites'), cli.run('traces')]);
  expect(answers.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    answers.map(() => ({ code: 0, stderr: '' })),
  );
  const [health] = (await cli.json('health')) as Health[];
  const [again] = (await cli.json('health')) as Health[];
  expect(again).toMatchObject({ pid: health?.pid, clients: ['cli'], data: cli.data });
  expect((await cli.run('health')).stdout).toMatch(/^Collector +version .*, process \d+\n/);
  expect(await cli.json('stop')).toEqual([{ stopped: true, pid: health?.pid }]);
  expect((await cli.run('health')).code).toBe(1);
});

test('what was kept is there again after a kill', async () => {
  await cli.run('import', await sampleFile());
  const before = await cli.json('traces');
  const [health] = (await cli.json('health')) as Health[];
  process.kill(health?.pid ?? 0, 'SIGKILL');
  expect(await cli.json('traces')).toEqual(before);
});

test('a reader that has seen enough is no fault', async () => {
  const file = join(cli.data, 'wide.json');
  await writeFile(file, otlpJsonOf({ traceId: firstId, spans: wideOf(20_000) }));
  await cli.run('import', file);
  for (const words of [['trace', firstId, '--json'], ['trace', firstId, '--limit', '20000'], ['export']]) {
    expect(await cli.runBriefly(...words)).toMatchObject({ code: 0, stderr: '' });
  }
});

test('help needs no collector and goes to the standard output', async () => {
  const { code, stdout, stderr } = await cli.runPlainly('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Usage: node ');
  expect((await cli.runPlainly()).code).toBe(2);
});

async function sampleFile(
  attributes: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {},
): Promise<string> {
  const path = join(cli.data, 'sample.json');
  const checkout = `
    storefront  POST /checkout  0-450 server
      payments  charge  20-420 client error
        payments  log  30-35 ok
  `;
  const products = `
    storefront  GET /products  0-20 server
      storefront  SELECT  5-15 client
  `;
  const base = 1_763_816_400_000_000_000n;
  const traces = [
    { traceId: firstId, spans: spansOf(checkout), base, attributes },
    { traceId: secondId, spans: spansOf(products), base: base + 1_000_000_000n },
    { traceId: lostId, spans: spansOf('worker  late  0-5 parent=ff'), base: base + 2_000_000_000n },
  ];
  await writeFile(path, otlpJsonOf(...traces));
  return path;
}

/** One span, over the wire: what is imported is of no run. */
async function send(traceId: string): Promise<void> {
  const [health] = (await cli.json('health')) as Health[];
  const response = await fetch(`http://${health?.http}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: otlpJsonOf({ traceId, spans: wideOf(1) }),
  });
  expect(response.status).toBe(200);
}
