import { afterEach, expect, test } from 'vitest';
import { NoteTexts } from '../../../src/collector/store/noteTexts.ts';
import { SpanRows } from '../../../src/collector/store/spanRows.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { OpenStore } from './openStore.ts';
import { requestOf } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(): OpenStore {
  const store = new OpenStore();
  opened.push(store);
  return store;
}

const notes = ({ note, strings }: TraceColumns): string[] => Array.from(note, (text) => strings[text] ?? '');
const events = ({ eventOffset, eventTime }: TraceColumns): readonly number[][] => [
  [...eventOffset],
  [...eventTime],
];
const tick = { timeUnixNano: '1763816400000000007', name: 'tick' };

test('what was read of a span once is the same the next time, with what came since', async () => {
  const store = open();
  await store.send(
    requestOf([
      { id: '1', attributes: { 'http.route': '/orders' }, events: [tick] },
      { id: '2', parent: '1', start: 1, attributes: { 'http.route': '/items' } },
      { id: '3', parent: '1', start: 2 },
    ]),
  );
  expect(notes(store.columns())).toEqual(['/orders', '/items', '']);
  await store.send(requestOf([{ id: '4', parent: '1', start: 3, attributes: { 'http.route': '/orders' } }]));
  for (let round = 0; round < 2; round++) {
    expect(notes(store.columns())).toEqual(['/orders', '/items', '', '/orders']);
    expect(events(store.columns())).toEqual([[0, 1, 1, 1, 1], [7]]);
  }
});

test('too many notes are forgotten, and no row points at one', () => {
  const rows = new SpanRows();
  const row = rows.allocate();
  const notes = new NoteTexts(2);
  rows.chunk(row).note[row] = notes.texts.internText('one') + 1;
  notes.keepBounded(rows);
  expect([notes.texts.text(1), rows.chunk(row).note[row]]).toEqual(['one', 2]);
  notes.texts.internText('two');
  notes.keepBounded(rows);
  expect([notes.texts.count, rows.chunk(row).note[row]]).toEqual([1, 0]);
});
