import type { ForwardSettings } from './forward.ts';
import type { SamplingPolicy } from './samplingPolicy.ts';

/** What a client may change while the collector runs. What is missing stays as it is. */
export interface CollectorSettings {
  /** Whether the collector stays when its last client has gone; otherwise it ends a minute later. */
  readonly keepRunning?: boolean;
  readonly maxSpans?: number;
  /** Of all that is kept on the disk. */
  readonly maxDiskMegabytes?: number;
  /** Share of traces that is kept at all, 0 to 1, by trace id. */
  readonly sampleRatio?: number;
  /** Traces that one of these matches go last when a budget is reached. */
  readonly keep?: readonly SamplingPolicy[];
  /** Origins of pages that may send, besides those of this machine: `https://app.example.com`. */
  readonly allowedOrigins?: readonly string[];
  /** All forwards; one that is not named any more ends. */
  readonly forwards?: readonly ForwardSettings[];
}
