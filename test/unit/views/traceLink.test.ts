import { expect, test } from 'vitest';
import { parseTraceReference, type TraceReference } from '../../../src/shared/traceReference.ts';
import { readTraceLink, traceLink } from '../../../src/views/traceLink.ts';

const traceId = '80f198ee56343ba864fe8b2a57d3eff7' as TraceReference['traceId'];
const spanId = 'e457b5a2e4d86bd1' as NonNullable<TraceReference['spanId']>;

test('a link is read back as it was, by its own door and where it is pasted', () => {
  for (const reference of [{ traceId }, { traceId, spanId }]) {
    const link = traceLink('vscode', reference);
    const { pathname, search } = new URL(link);
    expect(readTraceLink(pathname, search.slice(1))).toEqual(reference);
    expect(parseTraceReference(link)).toEqual(reference);
  }
  expect(traceLink('code-oss', { traceId, spanId })).toBe(
    'code-oss://spanline.spanline/trace/80f198ee56343ba864fe8b2a57d3eff7?span=e457b5a2e4d86bd1',
  );
});

test('what VS Code adds to a link, and capitals, do not matter; anything else is no link of ours', () => {
  expect(readTraceLink(`/trace/${traceId.toUpperCase()}/`, `windowId=2&span=${spanId}`)).toEqual({
    traceId,
    spanId,
  });
  expect(readTraceLink(`/trace/${traceId}`, 'span=zz')).toEqual({ traceId });
  expect(readTraceLink('/trace/', '')).toBeUndefined();
  expect(readTraceLink(`/trace/${'0'.repeat(32)}`, '')).toBeUndefined();
  expect(readTraceLink(`/open/${traceId}`, '')).toBeUndefined();
});
