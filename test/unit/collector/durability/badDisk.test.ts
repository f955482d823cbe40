import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TraceList } from '../../../../src/collector/answer/traceList.ts';
import { signal } from '../../../../src/collector/store/blockFile.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf } from '../otlpRequest.ts';
import { SmallDisk } from './smallDisk.ts';

const stores: OpenStore[] = [];
const folders: string[] = [];
let said = '';
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function open(folder?: string): OpenStore {
  const store = folder === undefined ? new OpenStore() : new OpenStore(1_000_000, {}, folder);
  store.store.load();
  listen(store);
  stores.push(store);
  return store;
}

/** What the collector does. */
function listen(store: OpenStore): void {
  store.store.file.state.onBroken = () => {
    store.intake.flush();
    store.store.mend();
    store.list.forget();
  };
}

function reopen(store: OpenStore): void {
  store.reopen();
  listen(store);
}

function pathOf(store: OpenStore): string {
  return join(store.folder, 'spans.db');
}

/** A trace that takes some pages, in a block of its own. */
async function send(store: OpenStore, trace: number, bytes = 20_000): Promise<string> {
  const text = randomBytes(bytes).toString('base64').slice(0, bytes);
  const span = { trace: trace.toString(16), id: '1', attributes: { text } };
  try {
    await store.send(requestOf([span]));
    return 'kept';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}`.replaceAll(store.folder, 'DATA') : '';
  }
}

async function filled(traces = 60): Promise<OpenStore> {
  const store = open();
  for (let trace = 1; trace <= traces; trace++) await send(store, trace);
  await store.intake.offerRaw(signal.logs, new Uint8Array(30_000));
  return store;
}

/** Which traces are there: `1-10 12`. */
function traces(store: OpenStore): string {
  const list = new TraceList(store.store).list({ limit: 10_000 }).traces;
  const ids = list.map(({ traceId }) => Number.parseInt(traceId, 16)).sort((a, b) => a - b);
  const runs: [first: number, last: number][] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === id - 1) run[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(' ');
}

function notices(store: OpenStore): string {
  return store.store.file.notices
    .map((notice) => notice.replaceAll(store.folder, 'DATA').replace(/\d{4}-\d\d-\d\dT[-\d]+/, 'TIME'))
    .join('\n');
}

/** Names in the folder of the store. */
function names(store: OpenStore): string[] {
  const all = readdirSync(store.folder).map((name) => name.replace(/\d{4}-\d\d-\d\dT[-\d]+/, 'TIME'));
  return all.filter((name) => name !== 'spans.db-wal').sort();
}

function overwrite(path: string, from: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, randomBytes(bytes), 0, bytes, from);
  closeSync(file);
}

const mended =
  'The store was damaged. It was kept aside as DATA/spans.damaged-TIME.db, and a new one was started.';

test.each([
  ['the header is overwritten', (path: string) => overwrite(path, 0, 4096), '1-60', 61],
  ['the header is text', (path: string) => overwrite(path, 0, 16), '1-60', 61],
  ['it is cut off', (path: string) => truncateSync(path, 8192 * 100), '1-3', 3],
  ['a page in the middle is overwritten', (path: string) => overwrite(path, 8192 * 60, 8192), '1-', 0],
  ['many are', (path: string) => overwrite(path, 8192 * 50, 8192 * 20), '1-', 0],
  ['it is something else', (path: string) => writeFileSync(path, 'no database at all'), '', 0],
])('damaged: %s', async (_, damage, kept) => {
  const store = await filled();
  store.store.file.close();
  const path = pathOf(store);
  damage(path);
  const before = statSync(path).size;
  reopen(store);
  expect(traces(store)).toMatch(new RegExp(`^${kept}`));
  expect(notices(store)).toContain(mended);
  expect(said).toContain('The store was damaged.');
  expect(names(store)).toEqual(['spans.damaged-TIME.db', 'spans.db']);
  const aside = readdirSync(store.folder).find((name) => name.includes('damaged')) ?? '';
  expect(statSync(join(store.folder, aside)).size).toBe(before);
  expect(await send(store, 99)).toBe('kept');
  const all = traces(store);
  reopen(store);
  expect([traces(store), notices(store)]).toEqual([all, '']);
});

test('most of it is taken over when one page is broken', async () => {
  const store = await filled();
  store.store.file.close();
  overwrite(pathOf(store), 8192 * 60, 8192);
  reopen(store);
  const there = store.store.index.traces.live;
  expect(there).toBeGreaterThan(50);
  expect(there).toBeLessThan(60);
});

test('a block whose bytes are broken is left out, and that is said', async () => {
  const store = await filled(5);
  const { file } = store.store;
  const rows = file.rowsAfter(0, 10);
  expect(rows).toHaveLength(6);
  store.store.file.close();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(pathOf(store));
  database.exec('UPDATE block SET body = randomblob(500), codec = 1 WHERE id = 2');
  database.close();
  reopen(store);
  expect([traces(store), notices(store)]).toEqual([
    '1 3-5',
    '1 block of the store cannot be read and is left out.',
  ]);
});

test('a broken log costs what was in it and nothing else', async () => {
  const store = await filled(5);
  store.store.file.close();
  writeFileSync(`${pathOf(store)}-wal`, randomBytes(100_000));
  reopen(store);
  expect([traces(store), await send(store, 6), notices(store)]).toEqual(['1-5', 'kept', '']);
});

test('damage that is found while it runs is mended, and nothing that was acknowledged after that is lost', async () => {
  const store = await filled(400);
  const path = pathOf(store);
  overwrite(path, 8192 * 300, 8192 * 100);
  const seen = new Set<string>();
  for (let row = 1; row <= 400; row++) {
    try {
      store.store.file.read(row);
    } catch (error) {
      seen.add(error instanceof Error ? error.message : '');
    }
  }
  expect([...seen]).toContain('database disk image is malformed');
  expect(await send(store, 500)).toContain('RefusedError: DATA/spans.db is damaged and is being mended.');
  await setImmediate();
  await setImmediate();
  expect(await send(store, 501)).toBe('kept');
  expect(notices(store)).toContain(mended);
  const all = traces(store);
  expect(all).toMatch(/^1-\d+ .*501$/);
  reopen(store);
  expect(traces(store)).toBe(all);
});

test('only the latest of the damaged files are kept', async () => {
  const store = await filled(3);
  for (let round = 0; round < 5; round++) {
    store.store.file.close();
    writeFileSync(pathOf(store), `broken ${round}`);
    reopen(store);
  }
  expect(names(store).filter((name) => name.includes('damaged'))).toHaveLength(3);
});

test('what is half done when the process ends is done, or begun again', async () => {
  const store = await filled(3);
  store.store.file.close();
  const path = pathOf(store);
  writeFileSync(`${path}.new`, 'half of a file');
  reopen(store);
  expect([traces(store), names(store)]).toEqual(['1-3', ['spans.db']]);
  store.store.file.close();
  renameSync(path, `${path}.new`);
  writeFileSync(`${path}-wal`, 'of the file that was put aside');
  reopen(store);
  expect([traces(store), names(store)]).toEqual(['1-3', ['spans.db']]);
});

test('a folder that is removed while it is used is made anew, and nothing is said to be kept that is not', async () => {
  const store = await filled(5);
  store.store.file.setPins(['a'.repeat(32)], true);
  rmSync(store.folder, { recursive: true });
  expect(await send(store, 6)).toBe(
    'RefusedError: DATA/spans.db was removed while it was used; a new one is being made.',
  );
  await setImmediate();
  await setImmediate();
  expect([await send(store, 7), traces(store), store.store.file.pins()]).toEqual([
    'kept',
    '7',
    ['a'.repeat(32)],
  ]);
  expect(notices(store)).toBe(
    'DATA/spans.db was removed while it was used. A new one was started; the traces that were kept are gone.',
  );
  expect(store.store.file.lastRowId).toBe(7);
  reopen(store);
  expect(traces(store)).toBe('7');
});

const canMount = SmallDisk.isPossible();

async function sendUntilRefused(store: OpenStore, first: number): Promise<{ kept: number; refusal: string }> {
  for (let trace = first; ; trace++) {
    const answer = await send(store, trace, 60_000);
    if (answer !== 'kept') return { kept: trace - first, refusal: answer };
  }
}

const full =
  'The disk with DATA/spans.db is full. Nothing new is kept meanwhile, and senders are told to try again. Free some space, or clear the traces.';

test.skipIf(!canMount).each([
  ['others fill', true],
  ['the store fills', false],
])('a full disk that %s', async (_, byOthers) => {
  const disk = new SmallDisk(32);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const store = open(mkdtempSync(join(disk.folder, 'data-')));
    vi.runAllTimers();
    vi.useRealTimers();
    expect(names(store)).toEqual(['spans.db', 'spans.db.reserve']);
    for (let trace = 1; trace <= 50; trace++) await send(store, trace);
    if (byOthers) disk.fill();
    const { kept, refusal } = await sendUntilRefused(store, 51);
    const last = 50 + kept;
    expect(refusal).toBe(`RefusedError: ${full}`);
    expect(notices(store)).toBe(full);
    expect(names(store)).not.toContain('spans.db.reserve');
    expect(traces(store)).toBe(`1-${last}`);
    expect(await send(store, 9_999)).toBe(refusal);

    // The oldest can go all the same, and what was kept is there.
    store.store.file.remove(Array.from({ length: 20 }, (_, i) => i + 1));
    reopen(store);
    expect(traces(store)).toBe(`21-${last}`);
    expect(await sendUntilRefused(store, last + 1)).toMatchObject({ refusal });

    if (byOthers) disk.unfill();
    else store.store.clear();
    await vi.waitFor(async () => expect(await send(store, 20_000)).toBe('kept'), 5_000);
    expect(notices(store)).toBe('');
    const all = traces(store);
    reopen(store);
    expect([traces(store), all.endsWith('20000')]).toEqual([all, true]);
  } finally {
    vi.useRealTimers();
    for (const store of stores.splice(0)) store.close();
    disk.dispose();
  }
});

test.skipIf(!canMount)('a full disk can be cleared', async () => {
  const disk = new SmallDisk(32);
  try {
    const store = open(mkdtempSync(join(disk.folder, 'data-')));
    await send(store, 1);
    disk.fill();
    await sendUntilRefused(store, 2);
    store.store.clear();
    expect(traces(store)).toBe('');
    reopen(store);
    expect(traces(store)).toBe('');
  } finally {
    for (const store of stores.splice(0)) store.store.file.close();
    disk.dispose();
  }
});

test.skipIf(!canMount)('a disk that can only be read', async () => {
  const disk = new SmallDisk(32);
  try {
    const store = open(mkdtempSync(join(disk.folder, 'data-')));
    await send(store, 1);
    store.store.file.close();
    disk.remount('ro');
    expect(() => reopen(store)).toThrow(
      /because it or its folder is read-only. Make them writable, or use another --data directory.$/,
    );
    disk.remount('rw');
    reopen(store);
    expect(traces(store)).toBe('1');
  } finally {
    for (const store of stores.splice(0)) store.store.file.close();
    disk.dispose();
  }
});

test('what is no file is refused with a sentence', async () => {
  const store = await filled(1);
  store.store.file.close();
  const path = pathOf(store);
  rmSync(path);
  mkdirSync(path);
  expect(() => reopen(store)).toThrow(
    `${path} cannot be opened (unable to open database file). Move it away, or use another --data directory.`,
  );
});
