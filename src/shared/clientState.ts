/** How a client stands to the collector. */
export type ClientState =
  /** Looking for a running one, or starting one. */
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'connected';
      readonly pid: number;
      readonly version: string;
      /** `127.0.0.1:4317`. */
      readonly grpc: string;
      readonly http: string;
    }
  /** It could not be had; `reason` is a sentence for the user. One that appears later is still found. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Somebody stopped it on purpose, so that it is not started again unasked. */
  | { readonly kind: 'stopped' };
