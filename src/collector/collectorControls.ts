import type { CollectorSettings } from '../shared/collectorSettings.ts';
import { Emitter } from '../shared/event.ts';
import { UserError } from '../shared/userError.ts';
import type { Forwards } from './forward/forwards.ts';
import type { Door } from './receive/door.ts';
import type { HeadSampler } from './sampling/headSampler.ts';
import type { TraceStore } from './store/traceStore.ts';

/** What settings change, and what is told of it. */
export class CollectorControls {
  readonly #store: TraceStore;
  readonly #door: Door;
  readonly #sampler: HeadSampler;
  readonly #forwards: Forwards;
  readonly #changes = new Emitter<void>();
  keepRunning: boolean;

  readonly onDidChange = this.#changes.event;

  constructor(
    parts: {
      readonly store: TraceStore;
      readonly door: Door;
      readonly sampler: HeadSampler;
      readonly forwards: Forwards;
    },
    keepRunning: boolean,
  ) {
    this.#store = parts.store;
    this.#door = parts.door;
    this.#sampler = parts.sampler;
    this.#forwards = parts.forwards;
    this.keepRunning = keepRunning;
  }

  get sampleRatio(): number {
    return this.#sampler.ratio;
  }

  /** Checks all before it changes anything; throws a `UserError` that says what is wrong. */
  configure(settings: CollectorSettings): void {
    const { keepRunning, maxSpans, maxDiskMegabytes, sampleRatio, keep, allowedOrigins, forwards } = settings;
    checkNumber('maxSpans', maxSpans, 1, 1e9);
    checkNumber('maxDiskMegabytes', maxDiskMegabytes, 1, 1e9);
    checkNumber('sampleRatio', sampleRatio, 0, 1);
    const retention = this.#store.retentionOf({ maxSpans, maxDiskMegabytes, keep });
    if (forwards !== undefined) this.#forwards.configure(forwards);
    this.#store.setRetention(retention);
    if (keepRunning !== undefined) this.keepRunning = keepRunning;
    if (sampleRatio !== undefined) this.#sampler.ratio = sampleRatio;
    if (allowedOrigins !== undefined) this.#door.allowedOrigins = new Set(allowedOrigins);
    this.#changes.fire();
  }
}

function checkNumber(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw new UserError(`The setting ${name} must be a number from ${least} to ${most}, not ${String(value)}.`);
}
