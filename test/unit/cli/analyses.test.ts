import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { spansOf } from '../support/traceText.ts';
import { CliRun } from './cliRun.ts';
import { otlpJsonOf } from './otlpJsonOf.ts';

const before = '5b8efff798038103d269b633813fc60c';
const after = '6b8efff798038103d269b633813fc60c';

const checkout = (inserts: number): string =>
  [
    'shop  POST /checkout  0-200 server',
    '  shop  GET cache  5-15 client',
    '  shop  POST bank  20-180 client',
    '    bank  charge  30-170 server error',
    ...Array.from(
      { length: inserts },
      (_, i) => `      bank  INSERT ledger  ${40 + 10 * i}-${49 + 10 * i} client`,
    ),
  ].join('\n');

let bundles: BuiltBundles;
let cli: CliRun;

/** One collector for all, since these tests only read. */
beforeAll(async () => {
  bundles = await buildBundles();
  cli = await CliRun.create(bundles.cli);
  const file = join(cli.data, 'traces.json');
  const attributes = {
    'GET cache': { 'db.system': 'redis' },
    'INSERT ledger': { 'db.system': 'postgresql', 'db.namespace': 'ledger' },
  };
  await writeFile(
    file,
    otlpJsonOf(
      { traceId: before, spans: spansOf(checkout(12)), attributes },
      { traceId: after, spans: spansOf(checkout(1)), attributes, base: 1_763_816_500_000_000_000n },
    ),
  );
  await cli.run('import', file);
});

afterAll(async () => {
  await cli.dispose();
  await bundles.remove();
});

test('critical-path gives the sections by time, together the duration of the root', async () => {
  const sections = (await cli.json('critical-path', before)) as { startNano: number; endNano: number }[];
  expect(sections.slice(0, 2)).toEqual([
    { spanId: '0000000000000001', name: 'POST /checkout', service: 'shop', startNano: 0, endNano: 5e6 },
    { spanId: '0000000000000002', name: 'GET cache', service: 'shop', startNano: 5e6, endNano: 15e6 },
  ]);
  let time = 0;
  for (const { startNano, endNano } of sections) {
    expect(startNano).toBe(time);
    time = endNano;
  }
  expect(time).toBe(200e6);
  const { stdout } = await cli.run('critical-path', '5b8e', '--limit', '2');
  expect(stdout).toMatch(/\n +AT +TIME +SHARE +SPAN +SERVICE\n *0 ms +5 ms +3 % +POST \/checkout +shop\n/);
  expect(stdout).toContain('\nShowing 2 of ');
});

test('stats tells figures by name, service and attribute', async () => {
  const rows = await cli.json('stats', before);
  expect(rows[1]).toEqual({
    key: 'POST bank',
    count: 1,
    errors: 0,
    totalNano: 160e6,
    wallNano: 160e6,
    selfNano: 20e6,
    p50Nano: 160e6,
    p95Nano: 160e6,
    maxNano: 160e6,
    criticalNano: 20e6,
    criticalShare: 0.1,
  });
  expect(await cli.json('stats', before, '--by', 'service')).toMatchObject([
    { key: 'shop', count: 3, errors: 0 },
    { key: 'bank', count: 13, errors: 1 },
  ]);
  expect(await cli.json('stats', before, '--by', 'db.system')).toMatchObject([
    { key: 'postgresql', count: 12, totalNano: 108e6 },
    { key: 'redis', count: 1 },
  ]);
  const { stdout } = await cli.run('stats', before, '--by', 'db.system');
  expect(stdout).toMatch(
    /\nDB\.SYSTEM +COUNT +FAILED +TOTAL +SELF +P50 +P95 +MAX +CRITICAL\npostgresql +12 /,
  );
  expect(stdout).toContain(
    '\n3 of 16 spans do not have the attribute db.system; 82 ms of the critical path are theirs.\n',
  );
  expect((await cli.run('stats', before, '--by', 'nothing')).stdout).toContain('No span of this trace has');
});

test('stats by line needs the directory with the files', async () => {
  const { code, stderr } = await cli.run('stats', before, '--by', 'line');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Lines are looked for in the files of a directory: give it with --workspace DIR\./);
  expect(await cli.json('stats', before, '--by', 'line', '--workspace', cli.data)).toEqual([]);
});

test('findings tells what saves most, with the spans', async () => {
  const [first] = await cli.json('findings', before);
  expect(first).toMatchObject({
    kind: 'repeatedSiblings',
    saveNano: 108e6,
    spanId: '0000000000000005',
    spans: 12,
    text: '12 × INSERT ledger, one by one',
  });
  expect((await cli.run('findings', before)).stdout).toMatch(
    /\n +SAVES +WHAT +SERVICE +FIRST SPAN\n−108 ms +12 × INSERT ledger, one by one +bank +0000000000000005\n/,
  );
});

test('compare tells what differs, and of a trace with itself nothing', async () => {
  expect(await cli.json('compare', before, after)).toEqual([
    {
      kind: 'faster',
      depth: 3,
      name: 'INSERT ledger',
      service: 'bank',
      leftSpanId: '0000000000000005',
      rightSpanId: '0000000000000005',
      leftNano: 108e6,
      rightNano: 9e6,
      deltaNano: -99e6,
      deltaSelfNano: -99e6,
      countLeft: 12,
      countRight: 1,
      errorsLeft: 0,
      errorsRight: 0,
    },
  ]);
  expect((await cli.run('compare', before, after)).stdout).toMatch(
    /\n {6}INSERT ledger +bank +12 × 108 ms +9 ms +−99 ms +faster\n\n5 spans of 16 and 5 have a counterpart\.\n$/,
  );
  expect(await cli.json('compare', before, before)).toEqual([]);
  expect((await cli.run('compare', before)).stderr).toMatch(
    /^The command compare needs 2 arguments: compare ID ID\./,
  );
});

test('graph tells who calls whom, in one trace and in all', async () => {
  const lines = await cli.json('graph', before);
  expect(lines).toContainEqual({
    type: 'edge',
    from: 'bank',
    to: 'ledger',
    fromKind: 'service',
    toKind: 'database',
    calls: 12,
    errors: 0,
    p50Nano: 9e6,
    p95Nano: 9e6,
    maxNano: 9e6,
  });
  expect(lines).toContainEqual(
    expect.objectContaining({ type: 'node', name: 'bank', kind: 'service', errors: 1 }),
  );
  expect(await cli.json('graph')).toContainEqual(
    expect.objectContaining({ type: 'edge', from: 'shop', to: 'bank', calls: 2, errors: 2 }),
  );
  expect((await cli.run('graph')).stdout).toMatch(
    /\nbank +ledger +database +13 .*\n[\s\S]*\nFrom 21 spans of 2 traces\.\n$/,
  );
});

test('a trace that is not there is said', async () => {
  const lost = 'aa000000000000000000000000000001';
  for (const command of ['critical-path', 'stats', 'findings', 'graph']) {
    expect((await cli.run(command, lost)).stderr).toMatch(new RegExp(`^There is no trace ${lost}\\.`));
  }
});
