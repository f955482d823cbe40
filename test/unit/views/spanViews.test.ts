import { expect, test } from 'vitest';
import type { SiteId, SpanId } from '../../../src/shared/ids.ts';
import type { SpanRef } from '../../../src/shared/site.ts';
import type { SpanDetail } from '../../../src/shared/spanDetail.ts';
import type { UnixNanoText } from '../../../src/shared/time.ts';
import { eventStacks } from '../../../src/views/eventStacks.ts';
import { ServiceOrders } from '../../../src/views/serviceOrders.ts';
import { type SpanViewSources, SpanViews } from '../../../src/views/spanViews.ts';
import { columnsOf, spanIdOf } from './columnsOf.ts';
import { traceId } from './traceSummary.ts';

const placement = {
  location: { path: '/shop/pay.ts', line: 3 },
  rung: 'code.file.path',
  confidence: 'exact',
  evidence: 'from code.line.number',
} as const;

test('what the collector, the trace and the code know of a span comes together', async () => {
  const view = await new SpanViews(sources()).view({ traceId: traceId(1), spanId: spanIdOf(2) });
  expect(view).toMatchObject({
    detail: { name: 'charge' },
    startNano: 10e6,
    durationNano: 30e6,
    traceDurationNano: 100e6,
    dragNano: 30e6,
    slackNano: 0,
    placement: { label: 'pay.ts:3', text: 'charge();' },
    otherPlaces: 1,
    linkNames: ['orders · publish', undefined],
    stacks: [{ event: 1, frames: [{ text: 'at pay' }] }],
  });
});

test('an exception that came both with the span and as a log is one', async () => {
  const event = (message: string) => ({
    name: 'exception',
    timeUnixNano: '5' as UnixNanoText,
    attributes: [{ key: 'exception.message', value: { type: 'string', value: message } as const }],
    droppedAttributes: 0,
  });
  const detail = detailOf(spanIdOf(2));
  const both = { ...sources(), api: { span: async () => detail && withExceptions(detail) } };
  const withExceptions = (of: SpanDetail): SpanDetail => ({
    ...of,
    events: [event('declined')],
    exceptionLogs: [event('declined'), event('timed out')],
    links: [],
  });
  const view = await new SpanViews(both).view({ traceId: traceId(1), spanId: spanIdOf(2) });
  const messages = view?.detail.events.map(({ attributes }) => Object(attributes[0]?.value).value);
  expect(messages).toEqual(['declined', 'timed out']);
});

test('a span that the collector no longer has is none', async () => {
  const views = new SpanViews(sources());
  expect(await views.view({ traceId: traceId(1), spanId: spanIdOf(7) })).toBeUndefined();
});

test('a span whose line is not known has no placement', async () => {
  const nowhere = {
    resolve: async () => undefined,
    placementOf: () => undefined,
    placementsOf: () => [],
    whyNowhere: () => 'Its file is gone.',
  };
  const unplaced = { ...sources(), places: nowhere };
  const view = await new SpanViews(unplaced).view({ traceId: traceId(1), spanId: spanIdOf(2) });
  expect(view).toMatchObject({ placement: undefined, otherPlaces: 0, whyNowhere: 'Its file is gone.' });
});

function sources(): SpanViewSources {
  const columns = columnsOf([
    { parent: -1, start: 0, duration: 100 },
    { parent: 0, start: 10, duration: 30 },
  ]);
  return {
    api: { span: async (ref: SpanRef) => detailOf(ref.spanId) },
    traces: { trace: async () => columns },
    serviceOrders: new ServiceOrders(),
    places: {
      resolve: async () => placement,
      placementOf: () => placement,
      placementsOf: () => [placement, { ...placement, location: { path: '/shop/pay.ts', line: 9 } }],
      whyNowhere: () => undefined,
    },
    describePlace: async (found) => ({
      ...found,
      kind: 'own' as const,
      label: 'pay.ts:3',
      text: 'charge();',
    }),
    stacks: (detail) =>
      eventStacks(detail, async (text) => [{ text, functionName: '', label: '', location: undefined }]),
  };
}

function detailOf(spanId: SpanId): SpanDetail | undefined {
  if (spanId === spanIdOf(7) || spanId === spanIdOf(8)) return undefined;
  const linked = spanId === spanIdOf(5);
  return {
    traceId: traceId(1),
    spanId,
    parentSpanId: undefined,
    traceState: '',
    name: linked ? 'publish' : 'charge',
    kind: 'internal',
    status: 'unset',
    statusMessage: '',
    startUnixNano: '0' as UnixNanoText,
    endUnixNano: '0' as UnixNanoText,
    site: 1 as SiteId,
    attributes: [],
    events: [
      { name: 'dns', timeUnixNano: '0' as UnixNanoText, attributes: [], droppedAttributes: 0 },
      {
        name: 'exception',
        timeUnixNano: '0' as UnixNanoText,
        attributes: [{ key: 'exception.stacktrace', value: { type: 'string', value: 'at pay' } }],
        droppedAttributes: 0,
      },
    ],
    exceptionLogs: [],
    links: [spanIdOf(5), spanIdOf(8)].map((target) => ({
      traceId: traceId(2),
      spanId: target,
      traceState: '',
      attributes: [],
    })),
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
    service: 'orders',
    resource: [],
    scope: { name: '', version: '', attributes: [] },
  };
}
