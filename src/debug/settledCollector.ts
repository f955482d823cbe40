import type { CollectorStatus } from '../shared/collectorStatus.ts';
import type { Disposable } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';

interface Collector {
  readonly status: CollectorStatus;
  readonly onDidChangeStatus: Event<CollectorStatus>;
}

interface Clock {
  after(millis: number, run: () => void): Disposable;
}

/** A collector that starts with the window is there within a second or two. */
const patienceMillis = 5000;

/** What became of a collector that is being started; `connecting` still where that takes too long. */
export async function settledCollector(collector: Collector, timer: Clock): Promise<CollectorStatus> {
  if (collector.status.kind !== 'connecting') return collector.status;
  return await new Promise((resolve) => {
    const settle = (): void => {
      listening.dispose();
      waiting.dispose();
      resolve(collector.status);
    };
    const listening = collector.onDidChangeStatus(({ kind }) => {
      if (kind !== 'connecting') settle();
    });
    const waiting = timer.after(patienceMillis, settle);
  });
}
