/** Where the window stands with its collector, as its views show it. */
export type CollectorStatus =
  | { readonly kind: 'connecting' }
  /** `127.0.0.1:4317`, both. */
  | { readonly kind: 'ready'; readonly grpc: string; readonly http: string }
  /** The reason is a sentence, or several, for the user. */
  | { readonly kind: 'failed'; readonly reason: string; readonly taken?: TakenPort }
  /** Ended by the user. */
  | { readonly kind: 'stopped' };

/** A port that somebody else has, and two that are free instead. */
export interface TakenPort {
  readonly port: number;
  /** `otelcol (process 4711)`, `an OpenTelemetry Collector`, `another program`: who it is, as far as the system or the port itself tells. */
  readonly holder: string;
  readonly freeGrpcPort: number;
  readonly freeHttpPort: number;
}
