import { parseSpanId, parseTraceId, type SpanId, type TraceId } from './ids.ts';
import { type WaterfallState, waterfallTabs } from './waterfallProtocol.ts';

/**
 * What a shared file says besides its spans: the member `spanline` in front of an OTLP JSON document, which other
 * readers of OTLP leave alone.
 */
export interface SharedTrace {
  readonly traceId: TraceId;
  readonly selected: SpanId | undefined;
  /** How the sender saw it. */
  readonly view: WaterfallState | undefined;
}

const version = 1;
const opening = '{"spanline":';

/** So many characters at the beginning of a document are looked at for it. */
export const mostHeadCharacters = 256 * 1024;

/** The beginning of a document, in the place of its opening brace. */
export function sharedHead(shared: SharedTrace): string {
  return `${opening}${JSON.stringify({ version, ...shared })},`;
}

/** Reads it from the beginning of a document; `undefined` where it is no shared one, or of a later version. */
export function readSharedHead(start: string): SharedTrace | undefined {
  if (!start.startsWith(opening)) return undefined;
  const end = endOfObject(start, opening.length);
  const value = end === undefined ? undefined : parsed(start.slice(opening.length, end));
  const fields = Object(value) as Readonly<Record<string, unknown>>;
  const traceId = typeof fields['traceId'] === 'string' ? parseTraceId(fields['traceId']) : undefined;
  if (traceId === undefined || fields['version'] !== version) return undefined;
  return { traceId, selected: spanIdIn(fields['selected']), view: readView(fields['view'], traceId) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Behind the object that begins there. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let inText = false;
  for (let i = from; i < text.length; i++) {
    const at = text.charAt(i);
    if (inText) {
      if (at === '\\') i++;
      else if (at === '"') inText = false;
    } else if (at === '"') inText = true;
    else if (at === '{') depth++;
    else if (at === '}' && --depth === 0) return i + 1;
  }
  return undefined;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.length < 10_000;
const isNumber: Check = (value) => Number.isFinite(value);
const isFlag: Check = (value) => typeof value === 'boolean';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const has =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(checks).every(([key, check]) => check((value as Readonly<Record<string, unknown>>)[key]));

/** What of a view may come from elsewhere; what is not here, or of another shape, is left out. */
const viewChecks: Readonly<Record<string, Check>> = {
  window: has({ start: isNumber, end: isNumber }),
  collapsed: isTexts,
  expanded: isTexts,
  openLevels: isNumber,
  openGroups: isTexts,
  closedOrphans: isTexts,
  find: has({ text: isText, errorsOnly: isFlag, filter: isFlag }),
  scrollTop: isNumber,
  split: isNumber,
  tab: (value) => value !== 'compare' && waterfallTabs.some((tab) => tab === value),
  columns: isTexts,
  timeMode: (value) => ['relative', 'absolute', 'sincePrevious'].some((mode) => mode === value),
  focus: isText,
  hideBelow: isNumber,
  showNoise: isFlag,
  foldGaps: isFlag,
  clockOffsets: (value) => Array.isArray(value) && value.every(has({ service: isText, nano: isNumber })),
  statistics: has({ by: isText, sort: isText, descending: isFlag }),
};

function readView(value: unknown, traceId: TraceId): WaterfallState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = Object.entries(value).filter(([key, field]) => viewChecks[key]?.(field) === true);
  const usual = { window: undefined, collapsed: [], scrollTop: 0, split: 0.4 };
  const selected = spanIdIn((value as { selected?: unknown }).selected);
  return { ...usual, ...Object.fromEntries(fields), traceId, selected };
}

function spanIdIn(value: unknown): SpanId | undefined {
  return typeof value === 'string' ? parseSpanId(value) : undefined;
}
