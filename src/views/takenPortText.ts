import type { CollectorStatus, TakenPort } from '../shared/collectorStatus.ts';

/** `Port 4317 is held by otelcol (process 4711).` */
export function takenSentence({ port, holder }: TakenPort): string {
  return `Port ${port} is held by ${holder}.`;
}

/** What a program is given so that its spans come here; `undefined` where there is nowhere for them to go. */
export function environmentText(status: CollectorStatus): string | undefined {
  if (status.kind === 'ready') return variable(status.http);
  const taken = takenOf(status);
  return taken === undefined ? undefined : variable(`127.0.0.1:${taken.freeHttpPort}`);
}

export function takenOf(status: CollectorStatus): TakenPort | undefined {
  return status.kind === 'failed' ? status.taken : undefined;
}

function variable(address: string): string {
  return `OTEL_EXPORTER_OTLP_ENDPOINT=http://${address}`;
}
