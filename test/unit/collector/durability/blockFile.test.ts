import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { BlockFile, type NewBlock, origin, signal } from '../../../../src/collector/store/blockFile.ts';
import { sourceOf } from '../../../../src/collector/store/gatherBuffer.ts';
import { migrationFrom } from '../../../../src/collector/store/openBlockFile.ts';
import type { RunId } from '../../../../src/shared/run.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';

const folders: string[] = [];
const files: BlockFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function path(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanline-file-'));
  folders.push(folder);
  return join(folder, 'spans.db');
}

function open(at: string): BlockFile {
  const file = new BlockFile(at);
  files.push(file);
  return file;
}

function reopened(at: string): BlockFile {
  files.pop()?.close();
  return open(at);
}

/** Random, so that it takes its room. */
function block(bytes: number, more: Partial<NewBlock> = {}): NewBlock {
  return { signal: signal.traces, bytes: randomBytes(bytes), ...more };
}

function picture(file: BlockFile): string {
  const rows = file.rowsAfter(0, 100).map(({ rowId, signal: kind, length, origin: from, run }) => {
    return `${rowId} signal ${kind} length ${length} origin ${from} run ${run}`;
  });
  return [...rows, `last ${file.lastRowId}`].join('\n');
}

test('row numbers never go back', () => {
  const at = path();
  let file = open(at);
  file.append([block(10), block(20), block(30)]);
  file.remove([3]);
  file = reopened(at);
  expect(file.append([block(40)])).toEqual([4]);
  file.clear();
  file = reopened(at);
  expect([file.lastRowId, file.append([block(50), block(60)])]).toEqual([4, [5, 6]]);
  expect(file.replace([5, 6], [block(70, { origin: origin.rewritten, run: 2 })])).toEqual([7]);
  file.trim(signal.traces, 0);
  file.trim(signal.logs, 0);
  file = reopened(at);
  expect(picture(file)).toBe('last 7');
  file.setForwardPlace('far ahead', 90);
  file = reopened(at);
  expect(file.append([block(1)])).toEqual([91]);
});

test('several blocks are kept or none is', () => {
  const file = open(path());
  file.append([block(10)]);
  const broken = block(20, { run: Symbol() as unknown as number });
  expect(() => file.append([block(20), broken])).toThrow();
  expect(() => file.replace([1], [broken])).toThrow();
  expect(picture(file)).toBe(`1 signal 1 length 10 origin 0 run 0
last 1`);
});

test('runs, pins and places of forwards outlive the blocks and the process', () => {
  const at = path();
  let file = open(at);
  file.append([block(10)]);
  file.saveRun({ id: 1 as RunId, name: 'first', kind: 'debug', startUnixMillis: 1_763_816_400_123 });
  file.saveRun({ id: 2 as RunId, name: 'second', kind: 'clear', startUnixMillis: 5, endUnixMillis: 6 });
  file.saveRun({ id: 1 as RunId, name: 'first', kind: 'debug', startUnixMillis: 3, endUnixMillis: 4 });
  file.setPins(['a'.repeat(32), 'b'.repeat(32), 'a'.repeat(32)], true);
  file.setPins(['b'.repeat(32)], false);
  for (const [name, row] of Object.entries({ jaeger: 1, tempo: 7 })) file.setForwardPlace(name, row);
  file.setForwardPlace('jaeger', 8);
  file.clear();
  file = reopened(at);
  expect(file.savedRuns()).toEqual([
    { id: 1, name: 'first', kind: 'debug', startUnixMillis: 3, endUnixMillis: 4 },
    { id: 2, name: 'second', kind: 'clear', startUnixMillis: 5, endUnixMillis: 6 },
  ]);
  expect(file.pins()).toEqual(['a'.repeat(32)]);
  file.removeRuns([1]);
  file.removeForwardPlaces(new Set(['jaeger']));
  expect([file.savedRuns().length, file.forwardPlace('jaeger'), file.forwardPlace('tempo')]).toEqual([
    1,
    8,
    undefined,
  ]);
});

test('the log stays short, and the file gives back what is not used', () => {
  const at = path();
  const file = open(at);
  for (let i = 0; i < 600; i++) file.append([block(60_000)]);
  const full = statSync(at).size;
  expect(statSync(`${at}-wal`).size).toBeLessThan(17 << 20);
  expect([file.usedBytes > 36e6, file.diskBytes < 60e6]).toEqual([true, true]);
  file.remove(Array.from({ length: 500 }, (_, i) => i + 1));
  expect(file.usedBytes).toBeLessThan(8e6);
  let steps = 1;
  while (file.shrink()) steps++;
  expect(steps).toBeGreaterThan(5);
  file.append([block(60_000)]);
  file.close();
  expect(statSync(at).size).toBeLessThan(full / 4);
});

/** What the first format was made with. */
const firstFormat = `PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; CREATE TABLE block (
  id INTEGER PRIMARY KEY, signal INTEGER NOT NULL, codec INTEGER NOT NULL,
  length INTEGER NOT NULL, body BLOB NOT NULL); PRAGMA user_version = 1`;

function firstFormatFile(blocks: number): string {
  const at = path();
  const database = new DatabaseSync(at);
  database.exec(firstFormat);
  const insert = database.prepare('INSERT INTO block (signal, codec, length, body) VALUES (?, 0, ?, ?)');
  for (let i = 0; i < blocks; i++) {
    const bytes = wireOf(requestOf([{ trace: String(i + 1), id: '1' }]));
    insert.run(i === 2 ? signal.logs : signal.traces, bytes.length, bytes);
  }
  database.close();
  return at;
}

test('a file of the first format is brought up to date', () => {
  const at = firstFormatFile(4);
  let file = open(at);
  const before = `1 signal 1 length 100 origin 0 run 0
2 signal 1 length 100 origin 0 run 0
3 signal 2 length 100 origin 0 run 0
4 signal 1 length 100 origin 0 run 0
last 4`;
  expect(picture(file)).toBe(before);
  file = reopened(at);
  expect(picture(file)).toBe(before);
  expect([...file.traceBlocks()].map(({ rowId, run, bytes }) => [rowId, run, bytes.length])).toEqual([
    [1, 0, 100],
    [2, 0, 100],
    [4, 0, 100],
  ]);
  expect(file.append([block(5, { origin: origin.imported, run: 3 })])).toEqual([5]);
  expect(picture(file).split('\n').at(-2)).toBe('5 signal 1 length 5 origin 1 run 3');
});

test.each(Array.from({ length: migrationFrom(1).length + 1 }, (_, done) => done))(
  'that is killed after step %i begins again',
  (done) => {
    const at = firstFormatFile(3);
    const steps = ['BEGIN IMMEDIATE', ...migrationFrom(1)].slice(0, done + 1).join(';');
    const program = `const { DatabaseSync } = require('node:sqlite');
      new DatabaseSync(process.argv[1]).exec(process.argv[2]); process.kill(process.pid, 'SIGKILL')`;
    expect(spawnSync(process.execPath, ['-e', program, at, steps]).signal).toBe('SIGKILL');
    expect(picture(open(at)).split('\n')).toHaveLength(4);
  },
);

test('a file that another process has is refused with a sentence', () => {
  const at = path();
  const file = open(at);
  file.append([block(10)]);
  const program = `const { DatabaseSync } = require('node:sqlite');
    try { new DatabaseSync(process.argv[1]).prepare('SELECT * FROM block').all() } catch (error) { console.log(error.message) }`;
  expect(spawnSync(process.execPath, ['-e', program, at]).stdout.toString()).toBe('database is locked\n');
  expect(() => new BlockFile(at)).toThrow(
    `${at} is used by another process. End it, or use another --data directory.`,
  );
});

test('a block is of one run and of one origin', async () => {
  const store = new OpenStore();
  const { intake } = store;
  const offer = (id: string, from?: 0 | 1): Promise<unknown> =>
    intake.offerTraces(sourceOf(wireOf(requestOf([{ id }]))), from);
  const offered = [offer('1'), offer('2'), offer('3', origin.imported), offer('4')];
  intake.run = 1;
  offered.push(offer('5'), intake.offerRaw(signal.logs, new Uint8Array(3)));
  intake.run = 1;
  offered.push(offer('6'));
  intake.run = 2;
  offered.push(offer('7', origin.imported));
  await Promise.all(offered);
  expect(picture(store.store.file)).toBe(`1 signal 1 length 200 origin 0 run 0
2 signal 1 length 100 origin 1 run 0
3 signal 1 length 100 origin 0 run 0
4 signal 1 length 200 origin 0 run 1
5 signal 2 length 3 origin 0 run 1
6 signal 1 length 100 origin 1 run 2
last 6`);
  store.close();
});
