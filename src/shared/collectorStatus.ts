/** Where the window stands with its collector, as its views show it. */
export type CollectorStatus =
  | { readonly kind: 'connecting' }
  /** `127.0.0.1:4317`, both. */
  | { readonly kind: 'ready'; readonly grpc: string; readonly http: string }
  /** The reason is a sentence, or several, for the user. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Ended by the user. */
  | { readonly kind: 'stopped' };
