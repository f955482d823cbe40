import type { CollectorStatus } from '../shared/collectorStatus.ts';
import type { CollectorChange } from '../shared/protocol.ts';

/** What the status bar says, without any of VS Code's types. */
export interface StatusText {
  readonly text: string;
  /** A sentence or a few, also for screen readers. */
  readonly tooltip: string;
  readonly level: 'normal' | 'warning' | 'error';
}

export type Traffic = Pick<CollectorChange, 'spansPerSecond' | 'paused' | 'spans' | 'traces'>;

/** `coverage` is how many spans have a line; empty while there are none. */
export function statusText(status: CollectorStatus, traffic: Traffic | undefined, coverage = ''): StatusText {
  switch (status.kind) {
    case 'connecting':
      return { text: '$(sync~spin) OTLP', tooltip: 'Spanline is starting its collector.', level: 'normal' };
    case 'stopped':
      return {
        text: '$(circle-slash) OTLP stopped',
        tooltip: 'The collector is stopped; no spans are received.',
        level: 'normal',
      };
    case 'failed':
      return { text: '$(error) OTLP', tooltip: status.reason, level: 'error' };
    case 'ready':
      return readyText(status, traffic, coverage);
  }
}

function readyText(
  status: { readonly grpc: string; readonly http: string },
  traffic: Traffic | undefined,
  coverage: string,
): StatusText {
  const port = `:${portOf(status.http)}`;
  if (traffic?.paused === true) {
    return {
      text: `$(debug-pause) OTLP ${port}  paused`,
      tooltip: 'Receiving is paused; senders are asked to try again later.',
      level: 'warning',
    };
  }
  const rate = Math.round(traffic?.spansPerSecond ?? 0);
  const flow = rate > 0 ? `  ${rate.toLocaleString('en-US')}/s` : '';
  const tooltip = [readyTooltip(status, traffic), coverage && `${coverage}.`].filter(Boolean).join(' ');
  return { text: `$(pulse) OTLP ${port}${flow}`, tooltip, level: 'normal' };
}

function readyTooltip(
  status: { readonly grpc: string; readonly http: string },
  traffic: Traffic | undefined,
): string {
  const receives = `Spanline receives OTLP at ${status.http} (HTTP) and ${status.grpc} (gRPC).`;
  if (traffic === undefined) return receives;
  return `${receives} It holds ${traffic.spans.toLocaleString('en-US')} spans in ${traffic.traces.toLocaleString('en-US')} traces.`;
}

/** The port of `127.0.0.1:4318`. */
export function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}
