import { counted } from '../shared/healthWords.ts';
import { oneLine } from '../shared/oneLine.ts';
import type { TraceSummary } from '../shared/protocol.ts';
import type { Run } from '../shared/run.ts';
import { unixMillis } from '../shared/time.ts';
import { gap } from './traceRow.ts';

/** Traces of one run, or those that belong to none. */
export interface TraceGroup {
  readonly run: Run | undefined;
  readonly traces: readonly TraceSummary[];
}

/**
 * Groups of the Traces view, newest first. `isPart` says that only some of the traces that fit are here, so that a
 * run may have some though none of them is; where something is looked for, a run without any is left out.
 */
export function traceGroups(
  runs: readonly Run[],
  traces: readonly TraceSummary[],
  { isPart, isFiltered }: { readonly isPart: boolean; readonly isFiltered: boolean },
): readonly TraceGroup[] {
  const members = new Map<number, TraceSummary[]>(runs.map(({ id }) => [id, []]));
  const others: TraceSummary[] = [];
  for (const trace of traces) (members.get(trace.run ?? -1) ?? others).push(trace);
  const groups = runs
    .map((run): TraceGroup => ({ run, traces: members.get(run.id) ?? [] }))
    .filter(
      ({ run, traces: own }) =>
        own.length > 0 || (isPart && run !== undefined && run.traces > 0) || (!isFiltered && isCurrent(run)),
    );
  return others.length === 0 ? groups : withOthers(groups, others);
}

export function isCurrent(run: Run | undefined): boolean {
  return run !== undefined && run.endUnixMillis === undefined;
}

/** Traces without a run stand where the newest of them does. */
function withOthers(groups: readonly TraceGroup[], traces: readonly TraceSummary[]): readonly TraceGroup[] {
  const newest = Math.max(...traces.slice(0, 1).map(({ startUnixNano }) => unixMillis(startUnixNano)));
  const older = groups.findIndex(({ run }) => !isCurrent(run) && (run?.endUnixMillis ?? 0) < newest);
  const at = older < 0 ? groups.length : older;
  return [...groups.slice(0, at), { run: undefined, traces }, ...groups.slice(at)];
}

/** What a group looks like in the tree, without any of VS Code's types. */
export interface GroupRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** Lines of the tooltip, plain text. */
  readonly tooltip: readonly string[];
  readonly sentence: string;
}

export function groupRow({ run, traces }: TraceGroup): GroupRow {
  const own = counted(Math.max(run?.traces ?? 0, traces.length), 'trace');
  if (run === undefined) {
    const label = 'Without a run';
    const tooltip = [label, own, 'They came while no run went on.'];
    return { label, description: own, icon: 'list-flat', tooltip, sentence: `${label}, ${own}` };
  }
  const label = oneLine(run.name) || '(no name)';
  const state = isCurrent(run) ? 'goes on' : '';
  const started = clock(run.startUnixMillis);
  return {
    label,
    description: [state, own, started].filter((part) => part !== '').join(gap),
    icon: kindIcons[run.kind],
    tooltip: [label, [own, timeText(run)].join(' · '), kindTexts[run.kind]],
    sentence: [`Run ${label}`, ...(state === '' ? [] : [state]), own, `started ${started}`].join(', '),
  };
}

const kindIcons: Readonly<Record<Run['kind'], string>> = {
  debug: 'debug-alt',
  command: 'record',
  clear: 'clear-all',
};

const kindTexts: Readonly<Record<Run['kind'], string>> = {
  debug: 'Began with a debug session.',
  command: 'Began by command.',
  clear: 'Began when all traces were cleared.',
};

function timeText({ startUnixMillis, endUnixMillis }: Run): string {
  const started = new Date(startUnixMillis).toLocaleString();
  return endUnixMillis === undefined
    ? `since ${started}`
    : `${started} to ${new Date(endUnixMillis).toLocaleString()}`;
}

/** `14:03`. */
function clock(unixMillis: number): string {
  const date = new Date(unixMillis);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
