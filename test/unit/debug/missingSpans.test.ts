import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LaunchRecords } from '../../../src/debug/launchRecords.ts';
import { MissingSpans } from '../../../src/debug/missingSpans.ts';
import { Emitter } from '../../../src/shared/event.ts';
import { FakeTimer } from '../views/fakeTimer.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spanline-missing-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

test('a program that sends nothing for a while is told what it lacks, until spans come', async () => {
  await writeFile(join(directory, 'package.json'), '{"dependencies": {"express": "5"}}');
  const { missing, traffic, timer, launch } = start();
  traffic.fire({ spans: 7 });
  launch('api');
  await timer.pass(14_000);
  expect(missing.current).toBeUndefined();
  await timer.pass(2000);
  await vi.waitFor(() =>
    expect(missing.current).toEqual({
      sentence:
        '"api" sent no spans. It has no OpenTelemetry SDK for Node. Run this in its folder. Start it with NODE_OPTIONS="--require @opentelemetry/auto-instrumentations-node/register" in its environment.',
      command: 'npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node',
    }),
  );
  traffic.fire({ spans: 8 });
  expect(missing.current).toBeUndefined();
});

test('a program that has sent spans lacks nothing', async () => {
  await writeFile(join(directory, 'go.mod'), 'module x\n');
  const { missing, traffic, timer, launch } = start();
  launch('api');
  traffic.fire({ spans: 1 });
  await timer.pass(60_000);
  expect(missing.current).toBeUndefined();
});

function start() {
  const records = new LaunchRecords();
  const traffic = new Emitter<{ readonly spans: number }>();
  const timer = new FakeTimer();
  const missing = new MissingSpans({ records, traffic: traffic.event, timer });
  const launch = (name: string): void =>
    records.add({ id: name, name, directory, startedUnixMillis: 0, changes: [], notes: [] });
  return { missing, traffic, timer, launch };
}
