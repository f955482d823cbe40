import { type Signal, signal } from '@preact/signals';
import type { TraceLogs } from '../../src/shared/traceLogs.ts';
import type { HostAnswer } from './hostAnswer.ts';

/** What the tab "Logs" shows, kept while another tab is in view. */
export class LogsState {
  readonly answer: HostAnswer<TraceLogs>;
  readonly text = signal('');
  /** Least `SeverityNumber` that is shown. */
  readonly severity = signal(0);
  readonly selectedSpanOnly = signal(false);
  /** Records that are shown with their attributes, by index. */
  readonly expanded: Signal<ReadonlySet<number>> = signal(new Set());
  /** The record with the cursor; −1 for none. */
  readonly current = signal(-1);

  constructor(answer: HostAnswer<TraceLogs>) {
    this.answer = answer;
  }

  toggle(record: number, open: boolean): void {
    const expanded = new Set(this.expanded.value);
    if (open) expanded.add(record);
    else expanded.delete(record);
    this.expanded.value = expanded;
  }
}
