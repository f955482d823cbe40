import { expect, test } from 'vitest';
import { DebugRuns } from '../../../src/debug/debugRuns.ts';
import type { Run, RunId, RunKind } from '../../../src/shared/run.ts';

test('a run lasts as long as the debug session, and has the name of its configuration', async () => {
  const { runs, said } = setUp();
  await runs.started(session('1', 'Debug server'));
  await runs.ended({ id: '1' });
  expect(said).toEqual(['start debug "Debug server"', 'end 1']);
});

test('sessions that overlap are one run; their children are none', async () => {
  const { runs, said } = setUp();
  await runs.started(session('1', 'Server'));
  await runs.started({ ...session('2', 'Server: child'), parentSession: {} });
  await runs.started(session('3', 'Client'));
  await runs.ended({ id: '1' });
  await runs.ended({ id: '2' });
  expect(said).toEqual(['start debug "Server"']);
  await runs.ended({ id: '3' });
  expect(said).toEqual(['start debug "Server"', 'end 1']);
});

test('a run that a person has begun is not cut short', async () => {
  const { runs, said, begin } = setUp();
  begin('with the index', 'command');
  await runs.started(session('1', 'Server'));
  await runs.ended({ id: '1' });
  expect(said).toEqual([]);
});

test('where they are off nothing is begun, and what was begun is still ended', async () => {
  const scene = setUp();
  await scene.runs.started(session('1', 'Server'));
  scene.on = false;
  await scene.runs.started(session('2', 'Other'));
  await scene.runs.ended({ id: '2' });
  await scene.runs.ended({ id: '1' });
  expect(scene.said).toEqual(['start debug "Server"', 'end 1']);
});

test('a collector that does not answer keeps nobody from debugging', async () => {
  const scene = setUp();
  scene.broken = true;
  await scene.runs.started(session('1', 'Server'));
  scene.broken = false;
  await scene.runs.ended({ id: '1' });
  await scene.runs.started(session('2', 'Server'));
  expect(scene.said).toEqual(['The debug session is no run: gone', 'start debug "Server"']);
});

function setUp() {
  const said: string[] = [];
  let known: Run[] = [];
  const begin = (name: string, kind: RunKind): Run => {
    const run = { id: (known.length + 1) as RunId, name, kind, startUnixMillis: 0, traces: 0 };
    known = [run, ...known.map((other) => ({ ...other, endUnixMillis: 0 }))];
    return run;
  };
  const scene = { said, begin, on: true, broken: false };
  const runs = new DebugRuns({
    api: {
      runs: async () => {
        if (scene.broken) throw new Error('gone');
        return known;
      },
      startRun: async ({ name, kind }) => {
        said.push(`start ${kind} "${name}"`);
        return begin(name, kind);
      },
      endRun: async ({ id }) => void said.push(`end ${id}`),
    },
    isOn: () => scene.on,
    report: (problem) => said.push(problem),
    changed: () => undefined,
  });
  return Object.assign(scene, { runs });
}

function session(id: string, name: string) {
  return { id, name, configuration: { name } };
}
