import type { SamplingPolicy } from './samplingPolicy.ts';

/** How spans are carried to another back end. Zipkin's own JSON is for Zipkin alone, which speaks no OTLP by itself. */
export const forwardProtocols = ['otlp/grpc', 'otlp/http', 'zipkin'] as const;
export type ForwardProtocol = (typeof forwardProtocols)[number];

/** Another back end that gets what this collector receives. */
export interface ForwardSettings {
  /** Unique, for people; what was sent is remembered under it. */
  readonly name: string;
  readonly protocol: ForwardProtocol;
  /** `http://localhost:4317`, `https://api.example.com/otlp`: the base; paths of signals are added for OTLP/HTTP. */
  readonly endpoint: string;
  readonly enabled?: boolean;
  /** Sent with each request. They may be secrets: never logged, never answered, never written to a file. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whoever tells these settings does not know the values of the headers: the forward goes on with those it has where the rest is as
   * it was, and is off otherwise. Never written by a person.
   */
  readonly unresolved?: boolean;
  /** `gzip` where it is missing, but `none` to this machine: there it only costs time. */
  readonly compression?: 'gzip' | 'none';
  readonly tls?: {
    /** Path of a PEM file with certificates that are trusted besides the system's. */
    readonly caFile?: string;
    /** Paths of PEM files for a back end that asks who we are. */
    readonly certFile?: string;
    readonly keyFile?: string;
    /** The certificate is not checked. */
    readonly insecureSkipVerify?: boolean;
  };
  /** Only traces that one of these matches, decided `decisionWaitSeconds` after their first span; all where it is missing or empty. */
  readonly policies?: readonly SamplingPolicy[];
  /** 10 where it is missing. */
  readonly decisionWaitSeconds?: number;
  /** Which signals go: all where it is missing. Zipkin gets traces alone. */
  readonly signals?: readonly ('traces' | 'logs' | 'metrics')[];
  /** What waits for a back end that does not answer; beyond it the oldest is given up. 64 where it is missing. */
  readonly queueMegabytes?: number;
}

/** How a forward does. */
export interface ForwardHealth {
  readonly name: string;
  readonly protocol: ForwardProtocol;
  readonly endpoint: string;
  /** `idle` has nothing to send, `retrying` waits because of `problem`, `failed` cannot go on without a person. */
  readonly state: 'idle' | 'sending' | 'retrying' | 'failed' | 'off';
  /** A sentence. */
  readonly problem?: string;
  readonly sentSpans: number;
  /** Since the collector's start: given up, refused by the back end, and left out by the policies. */
  readonly droppedSpans: number;
  readonly rejectedSpans: number;
  readonly sampledOutSpans: number;
  /** Waiting, uncompressed. */
  readonly queuedBytes: number;
  /** When something was last taken by the back end. */
  readonly lastSentUnixMillis?: number;
}
