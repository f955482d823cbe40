import { clientCount } from '../shared/clientCount.ts';
import type { CollectorStatus } from '../shared/collectorStatus.ts';
import { bytesText, counted, countText } from '../shared/healthWords.ts';
import type { CollectorChange, Health } from '../shared/protocol.ts';
import { healthTroubles } from './healthTroubles.ts';
import { takenSentence } from './takenPortText.ts';

/** What the status bar says, without any of VS Code's types. */
export interface StatusText {
  readonly text: string;
  /** Lines of the tooltip, sentences, also for screen readers; what needs a person first. */
  readonly lines: readonly StatusLine[];
  readonly level: 'normal' | 'warning' | 'error';
}

export interface StatusLine {
  readonly text: string;
  readonly warning?: boolean;
}

export type Traffic = Pick<CollectorChange, 'spansPerSecond' | 'paused' | 'spans' | 'traces'>;

/** What is known of the collector besides its status. */
export interface StatusFacts {
  readonly traffic?: Traffic | undefined;
  /** How many spans have a line; empty while there are none. */
  readonly coverage?: string;
  readonly health?: Health | undefined;
  readonly nowMillis?: number;
}

export function statusText(status: CollectorStatus, facts: StatusFacts = {}): StatusText {
  switch (status.kind) {
    case 'connecting':
      return said('$(sync~spin) OTLP', 'Spanline is starting its collector.', 'normal');
    case 'stopped':
      return said(
        '$(circle-slash) OTLP stopped',
        'The collector is stopped; no spans are received. Click to start it.',
        'normal',
      );
    case 'failed':
      return status.taken === undefined
        ? said('$(error) OTLP', status.reason, 'error')
        : said(
            `$(error) OTLP :${status.taken.port} taken`,
            `${takenSentence(status.taken)} Click for ways out.`,
            'error',
          );
    case 'ready':
      return readyText(status, facts);
  }
}

function said(text: string, line: string, level: StatusText['level']): StatusText {
  return { text, lines: [{ text: line }], level };
}

interface Addresses {
  readonly grpc: string;
  readonly http: string;
}

function readyText(status: Addresses, facts: StatusFacts): StatusText {
  const port = `:${portOf(status.http)}`;
  const troubles = facts.health === undefined ? [] : healthTroubles(facts.health, facts.nowMillis ?? 0);
  const paused = facts.traffic?.paused === true;
  const lines = [
    ...troubles.map((text) => ({ text, warning: true })),
    ...(paused
      ? [{ text: 'Receiving is paused; senders are asked to try again later.', warning: true }]
      : []),
    ...readyLines(status, facts).map((text) => ({ text })),
  ];
  if (paused) return { text: `$(debug-pause) OTLP ${port}  paused`, lines, level: 'warning' };
  const rate = Math.round(facts.traffic?.spansPerSecond ?? 0);
  const flow = rate > 0 ? `  ${countText(rate)}/s` : '';
  return troubles.length === 0
    ? { text: `$(pulse) OTLP ${port}${flow}`, lines, level: 'normal' }
    : { text: `$(warning) OTLP ${port}${flow}`, lines, level: 'warning' };
}

function readyLines(status: Addresses, { traffic, coverage = '', health }: StatusFacts): readonly string[] {
  return [
    `Spanline receives OTLP at ${status.http} (HTTP) and ${status.grpc} (gRPC).`,
    ...(traffic === undefined
      ? []
      : [`It holds ${counted(traffic.spans, 'span')} in ${counted(traffic.traces, 'trace')}.`]),
    ...(coverage === '' ? [] : [`${coverage}.`]),
    ...(health === undefined ? [] : healthLines(health)),
  ];
}

function healthLines({ run, diskBytes, maxDiskBytes, clients, forwards }: Health): readonly string[] {
  const on = forwards.filter(({ state }) => state !== 'off');
  return [
    ...(run === undefined ? [] : [`Run: ${run.name}.`]),
    ...(on.length === 0 ? [] : [`Forwards to ${on.map(({ name }) => name).join(', ')}.`]),
    `${bytesText(diskBytes)} of ${bytesText(maxDiskBytes)} on disk; ${counted(clientCount(clients), 'window')} connected.`,
  ];
}

/** The port of `127.0.0.1:4318`. */
export function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}
