import type { CollectorStatus } from '../shared/collectorStatus.ts';
import { parseTraceId, type TraceId } from '../shared/ids.ts';
import { commands, linkCommands } from '../shared/manifest.ts';
import type { RunId } from '../shared/run.ts';
import { takenOf } from './takenPortText.ts';
import type { TraceGroup } from './traceGroups.ts';

/** A run in the tree, by its number; 0 stands for no run, since runs are numbered from 1. */
export type RunElement = `run:${number}`;

/** Welcome texts cannot say a reason that is only known at run time, so the ways out of a failure are rows. */
export type WayOut =
  | typeof linkCommands.startOnFreePorts
  | typeof commands.copyEnvironment
  | typeof commands.startCollector
  | typeof commands.showLog
  | typeof commands.openSettings;

/**
 * An element is a text, so that equal elements are the same to VS Code whatever their figures: a trace's id, a run; or
 * the command that the row runs.
 */
export type TraceElement = TraceId | RunElement | WayOut | typeof linkCommands.copySdkCommand;

/** Rows that lead out of a failure, the likeliest first. */
export function waysOut(status: CollectorStatus): readonly WayOut[] {
  const others = [commands.startCollector, commands.showLog, commands.openSettings] as const;
  return takenOf(status) === undefined
    ? others
    : [linkCommands.startOnFreePorts, commands.copyEnvironment, ...others];
}

export function runElement(group: TraceGroup): RunElement {
  return `run:${group.run?.id ?? 0}`;
}

/** The run of a row; `undefined` for all other rows, and for traces without a run. */
export function runIdOf(element: unknown): RunId | undefined {
  const digits = typeof element === 'string' ? /^run:(\d+)$/.exec(element)?.[1] : undefined;
  return digits === undefined || digits === '0' ? undefined : (Number(digits) as RunId);
}

export function isRunElement(element: TraceElement): element is RunElement {
  return element.startsWith('run:');
}

/** A trace's id from whatever a command was given: a row of the tree, a link's argument, or text. */
export function traceIdOf(argument: unknown): TraceId | undefined {
  if (typeof argument === 'string') return parseTraceId(argument);
  const { traceId } = Object(argument) as { traceId?: unknown };
  return typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
}
