/** What every span has and a query can name; all other keys are attributes. */
export const spanFields = {
  name: 'Name of the span',
  service: 'Service it is of',
  kind: 'internal, server, client, producer or consumer',
  status: 'unset, ok or error',
  note: 'Status message, route, statement: what says most of it',
  scope: 'Library that made it',
  line: 'Line of code, such as charge.ts:19',
  id: 'Span id',
  duration: 'Such as >50ms',
  self: 'Time in the span itself, such as >10ms',
  critical: 'Time on the critical path',
  start: 'Time from the start of the trace',
  events: 'How many events it has',
  depth: 'How many spans are above it',
} as const;
export type SpanField = keyof typeof spanFields;

export function isSpanField(key: string): key is SpanField {
  return Object.hasOwn(spanFields, key);
}

/** What `is:` can ask. */
export const spanStates = {
  error: 'Failed',
  critical: 'On the critical path',
  root: 'On the first level',
  leaf: 'Without children',
  orphan: 'Whose parent is missing',
  linked: 'With links to other spans',
  exception: 'With an exception',
} as const;
export type SpanState = keyof typeof spanStates;

export function isSpanState(value: string): value is SpanState {
  return Object.hasOwn(spanStates, value);
}
