// Runs in the page, before the bundle under test: stands in for VS Code and the extension host, over the real
// protocol and with what `postMessage` does to values.
import { Emitter } from '../../../src/shared/event.ts';
import type { GraphHostApi, GraphHostEvents } from '../../../src/shared/graphProtocol.ts';
import type { SiteId, SpanId } from '../../../src/shared/ids.ts';
import { packTrace } from '../../../src/shared/packedTrace.ts';
import { Rpc, type Transport } from '../../../src/shared/rpc.ts';
import type { SpanHostApi, SpanHostEvents, SpanView } from '../../../src/shared/spanProtocol.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import type {
  SiteLine,
  TraceMarks,
  WaterfallHostApi,
  WaterfallHostEvents,
  WaterfallPageEvents,
} from '../../../src/shared/waterfallProtocol.ts';
import { serviceOrder } from '../../../src/trace/serviceOrder.ts';
import { traceOf } from '../../unit/support/traceText.ts';
import { madeAttributes, madeKeys } from './attributes.ts';
import { comparedTrace } from './comparedTrace.ts';
import { fakeGraph, fakeLogs } from './fakeAnswers.ts';
import {
  centuries,
  cycles,
  deep,
  equalStarts,
  hostileNames,
  servicesOfOneSpan,
  zeroLength,
} from './hostileTraces.ts';
import {
  exceptionsSpan,
  hostileSpan,
  linkedSpan,
  someBackLinks,
  someExemplars,
  someLogs,
  sqlSpan,
  valuesSpan,
} from './otherSpans.ts';
import { idle, noisy, orphans, skewed } from './readingTraces.ts';
import { checkoutSpan, crowdedSpan, emptySpan } from './spanViews.ts';
import { chain, checkout, checkoutLines, manyServices, mixed, partial, tiny, wide } from './traces.ts';

/** What a script outside of the page can do with the stand-in. */
export interface Harness {
  /** Calls that the page made, oldest first, as `method argument`. */
  readonly calls: string[];
  emit<K extends keyof WaterfallHostEvents>(name: K, value: WaterfallHostEvents[K]): void;
  /** Adds spans to the trace, as if they had just come. */
  grow(): void;
  readonly state: () => unknown;
  /** Shows the trace once more from nothing; milliseconds from the message to the frame with its rows. */
  reopen(): Promise<number>;
  /** Selects another span of those that the side panel can show. */
  readonly showSpan?: (name: string) => void;
}

declare global {
  interface Window {
    harness: Harness;
    acquireVsCodeApi: () => unknown;
  }
}

const traces: Record<string, () => TraceColumns | undefined> = {
  checkout,
  tiny,
  partial,
  mixed: () => mixed(100_000),
  million: () => mixed(1_000_000),
  chain: () => chain(100_000),
  services: () => manyServices(30),
  wide: () => wide(100_000),
  noisy,
  skewed,
  idle,
  one: () => traceOf('shop  GET /ping  0-4.2 server site=1'),
  orphans: () => orphans(100_000),
  gone: () => undefined,
  names: hostileNames,
  zero: zeroLength,
  centuries,
  equal: () => equalStarts(20_000),
  cycles,
  crowd: () => servicesOfOneSpan(5000),
  deep: () => deep(50),
  lanes: () => equalStarts(120),
};

const scenario = new URLSearchParams(location.search);
const calls: string[] = [];
let kept: unknown = JSON.parse(scenario.get('state') ?? 'null') ?? undefined;
const toHost = new Emitter<unknown>();
const transport: Transport = {
  send: (message) => window.postMessage(message, '*'),
  onMessage: toHost.event,
  onClose: () => ({ dispose: () => undefined }),
};

window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    const copy = structuredClone(message);
    setTimeout(() => toHost.fire(copy), 0);
  },
  getState: () => kept,
  setState: (state: unknown) => {
    kept = structuredClone(state);
  },
});

if (document.body.dataset['view'] === 'span') startSpan();
else if (document.body.dataset['view'] === 'graph') startGraph();
else startWaterfall();

function startWaterfall(): void {
  let trace = traces[scenario.get('trace') ?? 'checkout']?.();
  const selected = scenario.get('selected');
  const note = (method: string, argument: unknown): void => {
    calls.push(`${method} ${JSON.stringify(argument)}`);
  };
  const run = scenario.get('run');
  let marks: TraceMarks = run === null ? { pinned: false } : { run, pinned: true };
  const api: WaterfallHostApi = {
    open: async () => ({
      traceId: (trace?.traceId ?? '00') as never,
      selected: selected === null ? undefined : (selected.padStart(16, '0') as SpanId),
    }),
    trace: async () => trace && { packed: packTrace(trace), services: serviceOrder(trace) },
    lines: async ({ sites }) => sites.flatMap((site) => lineOf(site) ?? []),
    select: async (argument) => note('select', argument),
    openCode: async (argument) => note('openCode', argument),
    openSpan: async (argument) => note('openSpan', argument),
    showDetails: async (argument) => note('showDetails', argument),
    copy: async (argument) => note('copy', argument),
    attributes: async ({ keys }) => trace && madeAttributes(trace, keys),
    attributeKeys: async () => (trace === undefined ? [] : madeKeys(trace)),
    logs: async () =>
      trace === undefined || scenario.get('logs') === 'none'
        ? { records: [], complete: true }
        : fakeLogs(trace, scenario.get('logs') === 'many'),
    marks: async () => marks,
    serviceGraph: async () => fakeGraph(trace ?? tiny()),
    compareWith: async () => {
      const other = comparedTrace(trace);
      return other && { packed: packTrace(other), services: serviceOrder(other) };
    },
    runTraceCommand: async (argument) => {
      if (argument.name === 'togglePin') marks = { ...marks, pinned: !marks.pinned };
      note('runTraceCommand', argument);
    },
  };
  const rpc = new Rpc<WaterfallHostApi, WaterfallHostEvents, Record<never, never>, WaterfallPageEvents>(
    transport,
    api,
  );
  window.harness = {
    calls,
    emit: (name, value) => rpc.emit(name, value),
    grow: () => {
      if (trace !== undefined) trace = { ...trace, version: trace.version + 1 };
      rpc.emit('traceChanged', { version: trace?.version ?? 0 });
    },
    state: () => kept,
    reopen: async () => {
      const start = performance.now();
      rpc.emit('traceReplaced', { traceId: (trace?.traceId ?? '00') as never, selected: undefined });
      await untilRows(false);
      await untilRows(true);
      // Two frames: after the second one the first has been painted.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return performance.now() - start;
    },
  };
}

async function untilRows(wanted: boolean): Promise<void> {
  while ((document.querySelector('.row') !== null) !== wanted)
    await new Promise((done) => setTimeout(done, 0));
}

function lineOf(site: SiteId): SiteLine | undefined {
  const path = checkoutLines[site] ?? (site % 3 === 0 ? `src/module-${site}.ts:${site}` : undefined);
  return path === undefined
    ? undefined
    : { site, kind: site % 4 === 1 ? 'caller' : 'own', path, label: path.slice(path.lastIndexOf('/') + 1) };
}

function startSpan(): void {
  const views: Record<string, SpanView | undefined> = {
    checkout: checkoutSpan(),
    empty: emptySpan(),
    crowded: crowdedSpan(),
    sql: sqlSpan(),
    values: valuesSpan(),
    hostile: hostileSpan(),
    exceptions: exceptionsSpan(),
    linked: linkedSpan(),
  };
  let shown = scenario.get('span') ?? 'checkout';
  const note = (method: string, argument: unknown): void => {
    calls.push(`${method} ${JSON.stringify(argument)}`);
  };
  const api: SpanHostApi = {
    current: async () => {
      if (shown === 'broken') throw new Error('the collector does not answer');
      return views[shown];
    },
    openCode: async (argument) => note('openCode', argument),
    openSpan: async (argument) => note('openSpan', argument),
    openUrl: async (argument) => note('openUrl', argument),
    copy: async (argument) => note('copy', argument),
    chooseLine: async () => note('chooseLine', undefined),
    showJson: async () => note('showJson', undefined),
    logs: async () => (shown === 'linked' ? someLogs() : { records: [], complete: true }),
    backLinks: async () => (shown === 'linked' ? someBackLinks() : []),
    exemplars: async () => (shown === 'linked' ? someExemplars() : { exemplars: [], total: 0 }),
    filterBy: async (argument) => note('filterBy', argument),
    addColumn: async (argument) => note('addColumn', argument),
  };
  const rpc = new Rpc<SpanHostApi, SpanHostEvents, Record<never, never>, Record<never, never>>(
    transport,
    api,
  );
  window.harness = {
    calls,
    emit: () => rpc.emit('changed', {}),
    grow: () => undefined,
    state: () => kept,
    reopen: async () => 0,
    showSpan: (name) => {
      shown = name;
      rpc.emit('changed', {});
    },
  };
}

function startGraph(): void {
  const trace = traces[scenario.get('trace') ?? 'checkout']?.();
  const api: GraphHostApi = {
    graph: async () =>
      trace === undefined
        ? { nodes: [], edges: [], traces: 0, spans: 0, ofTraces: 0 }
        : { ...fakeGraph(trace), traces: 200, ofTraces: 1234 },
    openTraces: async (argument) => {
      calls.push(`openTraces ${JSON.stringify(argument)}`);
    },
  };
  const rpc = new Rpc<GraphHostApi, GraphHostEvents, Record<never, never>, Record<never, never>>(
    transport,
    api,
  );
  window.harness = {
    calls,
    emit: () => rpc.emit('changed', {}),
    grow: () => undefined,
    state: () => kept,
    reopen: async () => 0,
  };
}
