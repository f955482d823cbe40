import { expect, test, vi } from 'vitest';
import { Emitter } from '../../../../src/shared/event.ts';
import { packTrace } from '../../../../src/shared/packedTrace.ts';
import { Rpc, type Transport } from '../../../../src/shared/rpc.ts';
import type { UnixNanoText } from '../../../../src/shared/time.ts';
import type { TraceColumns } from '../../../../src/shared/traceColumns.ts';
import type {
  WaterfallHostApi,
  WaterfallHostEvents,
  WaterfallPageEvents,
} from '../../../../src/shared/waterfallProtocol.ts';
import { serviceOrder } from '../../../../src/trace/serviceOrder.ts';
import { LiveTrace } from '../../../../webview/state/liveTrace.ts';
import { Moves } from '../../../../webview/state/moves.ts';
import { ViewState } from '../../../../webview/state/viewState.ts';
import { traceOf } from '../../support/traceText.ts';
import { plainTheme } from './plainTheme.ts';

const first = traceOf(`
  a  root  0-100 id=1
    a  one  10-20 id=2
    a  two  30-40 id=3
      a  inside  31-32 id=4
`);
const grown: TraceColumns = {
  ...traceOf(`
    a  root  0-200 id=1
      a  early  1-2 id=9
      a  one  10-20 id=2
      a  two  30-40 id=3
        a  inside  31-32 id=4
  `),
  version: 2,
};

test('a growing trace keeps selection, folds and position', async () => {
  const { view, moves, host } = await open(first);
  view.size.value = { width: 800, rowsHeight: 44 };
  moves.selectSpan(2);
  moves.collapseOrLeave();
  view.position.value = 22;
  host.trace = grown;
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.model.value?.columns.version).toBe(2));
  expect(view.rows.value.length).toBe(4);
  expect(view.cursorRow.value).toBe(3);
  expect(view.top.value).toBe(44);
  expect(view.scale.value.window.end).toBe(200e6);
});

test('a zoomed window stays where it is while the trace grows', async () => {
  const { view, moves, host } = await open(first);
  moves.showWindow({ start: 10e6, end: 30e6 });
  host.trace = grown;
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.model.value?.columns.version).toBe(2));
  expect(view.scale.value.window).toEqual({ start: 10e6, end: 30e6 });
});

test('a zoomed window shows the same time when a parent comes that started earlier', async () => {
  const children = traceOf(`
    a  one  0-20 id=2 parent=1
    a  two  30-40 id=3 parent=1
  `);
  const { view, moves, host } = await open({ ...children, startUnixNano: '50000000' as UnixNanoText });
  moves.showWindow({ start: 25e6, end: 40e6 });
  host.trace = {
    ...traceOf(`
      a  root  0-100 id=1
        a  one  50-70 id=2
        a  two  80-90 id=3
    `),
    startUnixNano: '0' as UnixNanoText,
    version: 2,
  };
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.model.value?.columns.version).toBe(2));
  expect(view.scale.value.window).toEqual({ start: 75e6, end: 90e6 });
  expect(view.model.value?.facts.rootMissing).toBe(false);
});

test('what is looked at stays when the parent that was missing comes', async () => {
  const orphans = traceOf(`
    a  one  10-20 id=2 parent=1
      a  inside  11-12 id=4
    a  two  30-40 id=3 parent=1
  `);
  const { view, host } = await open(orphans);
  view.size.value = { width: 800, rowsHeight: 22 };
  expect(view.rows.value.length).toBe(4);
  view.position.value = 2 * 22 + 5;
  host.trace = {
    ...traceOf(`
      a  root  0-100 id=1
        a  before  1-2 id=9
        a  one  10-20 id=2
          a  inside  11-12 id=4
        a  two  30-40 id=3
    `),
    version: 2,
  };
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.model.value?.columns.version).toBe(2));
  expect([view.rows.value.length, view.top.value]).toEqual([5, 3 * 22 + 5]);
});

test('the parent takes the place of the row that stood for it', async () => {
  const { view, moves, host } = await open(
    traceOf(`
      a  other  5-6 id=8
      a  one  10-20 id=2 parent=1
      a  two  30-40 id=3 parent=1
    `),
  );
  view.size.value = { width: 800, rowsHeight: 22 };
  moves.selectRow(1);
  expect([view.cursorRow.value, view.top.value]).toEqual([1, 22]);
  host.trace = {
    ...traceOf(`
      a  root  0-100 id=1
        a  before  1-2 id=9
        a  one  10-20 id=2
        a  two  30-40 id=3
      a  other  5-6 id=8
    `),
    version: 2,
  };
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.model.value?.columns.version).toBe(2));
  expect([view.cursorRow.value, view.cursor.value?.group, view.top.value]).toEqual([0, undefined, 0]);
});

test('clocks move when the user says so, and back, and rows keep their folds', async () => {
  const skewed = traceOf(`
    a  call  10-60 client id=1
      b  serve  2-40 server id=2
        b  work  3-20 id=3
  `);
  const { view, moves } = await open(skewed);
  moves.selectSpan(1);
  moves.collapseOrLeave();
  expect(view.model.value?.skew()).toMatchObject([{ service: 'b', nano: 14e6, spans: 1 }]);
  view.clockOffsets.value = [{ service: 'b', nano: 14e6 }];
  const moved = view.model.value;
  expect([moved?.columns.start[1], moved?.columns.durationNano, view.rows.value.length]).toEqual([
    6e6, 50e6, 2,
  ]);
  view.clockOffsets.value = [];
  expect([...(view.model.value?.columns.start ?? [])]).toEqual([10e6, 2e6, 3e6]);
});

test('a reload brings back what was saved', async () => {
  const before = await open(first);
  before.moves.selectSpan(2);
  before.moves.collapseOrLeave();
  before.moves.showWindow({ start: 10e6, end: 30e6 });
  before.view.find.value = { text: 'two', errorsOnly: false, filter: false };
  await vi.waitFor(() => expect(before.kept()).toMatchObject({ find: { text: 'two' } }));
  const after = await open(first, before.kept());
  expect(after.view.cursorRow.value).toBe(2);
  expect(after.view.rows.value.length).toBe(3);
  expect(after.view.window.value).toEqual({ start: 10e6, end: 30e6 });
  expect(after.view.find.value.text).toBe('two');
});

test('what was saved of another trace is not used', async () => {
  const { view } = await open(first, { traceId: 'other', collapsed: [], scrollTop: 500, split: 0.2 });
  expect([view.position.value, view.split.value]).toEqual([0, 0.46]);
});

test('a trace that is not kept is said to be gone', async () => {
  const { view } = await open(undefined);
  expect(view.phase.value.kind).toBe('gone');
});

test('a failure is shown and can be tried again', async () => {
  const { view, live, host } = await open(new Error('the collector is gone'));
  expect(view.phase.value).toEqual({ kind: 'failed', message: 'the collector is gone' });
  host.trace = first;
  live.retry();
  await vi.waitFor(() => expect(view.phase.value.kind).toBe('ready'));
});

test('a trace in view stays when the collector goes, and is up to date when it is back', async () => {
  const { view, host } = await open(first);
  host.trace = new Error('the collector is gone');
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.outdated.value).toBe('the collector is gone'));
  expect([view.phase.value.kind, view.model.value?.columns.version]).toEqual(['ready', 1]);
  host.trace = grown;
  host.rpc.emit('traceChanged', { version: 2 });
  await vi.waitFor(() => expect(view.model.value?.columns.version).toBe(2));
  expect(view.outdated.value).toBe('');
});

test('a page that failed comes back by itself', async () => {
  const { view, host } = await open(new Error('the collector is gone'));
  host.trace = first;
  host.rpc.emit('traceChanged', { version: 1 });
  await vi.waitFor(() => expect(view.phase.value.kind).toBe('ready'));
});

test('a trace that the host sends by itself is shown without being asked for', async () => {
  const { view, host } = await open('sent');
  expect(view.phase.value.kind).toBe('loading');
  host.rpc.emit('traceSent', {
    opening: { traceId: first.traceId, selected: undefined },
    shown: { packed: packTrace(first), services: ['a'] },
  });
  host.answerSent();
  await vi.waitFor(() => expect(view.model.value?.columns.count).toBe(4));
  expect(host.asked).toBe(1);
});

test('a trace that was sent and did not arrive is asked for again', async () => {
  const { view, host } = await open('sent');
  host.trace = first;
  host.answerSent();
  await vi.waitFor(() => expect(view.model.value?.columns.count).toBe(4));
});

interface FakeHost {
  /** `'sent'`: the answer waits for `answerSent`, and is that it was sent. */
  trace: TraceColumns | undefined | Error | 'sent';
  /** How often the page has asked for the trace. */
  asked: number;
  answerSent: () => void;
  readonly rpc: Rpc<WaterfallHostApi, WaterfallHostEvents, Record<never, never>, WaterfallPageEvents>;
}

async function open(trace: FakeHost['trace'], state?: unknown) {
  let kept = state;
  const [hostSide, pageSide] = transportPair();
  const host: FakeHost = {
    trace,
    asked: 0,
    answerSent: () => undefined,
    rpc: new Rpc(hostSide, {
      open: async () => ({ traceId: first.traceId, selected: undefined }),
      trace: async () => {
        host.asked++;
        if (host.trace instanceof Error) throw host.trace;
        if (host.trace === 'sent') {
          await new Promise<void>((resolve) => {
            host.answerSent = resolve;
          });
          return 'sent';
        }
        return host.trace && { packed: packTrace(host.trace), services: serviceOrder(host.trace) };
      },
      lines: async () => [],
      select: async () => undefined,
      openCode: async () => undefined,
      openSpan: async () => undefined,
      showDetails: async () => undefined,
      copy: async () => undefined,
      attributes: async () => undefined,
      attributeKeys: async () => [],
      logs: async () => ({ records: [], complete: true }),
      marks: async () => ({ pinned: false }),
      serviceGraph: async () => ({ nodes: [], edges: [], traces: 1, spans: 0, ofTraces: 1 }),
      compareWith: async () => undefined,
      runTraceCommand: async () => undefined,
    }),
  };
  const view = new ViewState(plainTheme);
  const moves = new Moves(view, () => undefined);
  const page = {
    rpc: new Rpc<Record<never, never>, WaterfallPageEvents, WaterfallHostApi, WaterfallHostEvents>(
      pageSide,
      {},
    ),
    state: {
      get: () => kept,
      set: (next: unknown) => {
        kept = next;
      },
    },
  };
  const live = new LiveTrace(page, view, moves);
  const started = live.start();
  if (trace === 'sent') await vi.waitFor(() => expect(host.asked).toBe(1));
  else await started;
  return { view, moves, live, host, kept: () => kept };
}

function transportPair(): [Transport, Transport] {
  const [one, other] = [new Emitter<unknown>(), new Emitter<unknown>()];
  const end = (from: Emitter<unknown>, to: Emitter<unknown>): Transport => ({
    send: (message) => queueMicrotask(() => to.fire(structuredClone(message))),
    onMessage: from.event,
    onClose: () => ({ dispose: () => undefined }),
  });
  return [end(one, other), end(other, one)];
}
