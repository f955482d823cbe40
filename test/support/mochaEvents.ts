/** What the tests inside VS Code tell the program that opened it, one JSON object a line. */
export type MochaEvent =
  | { readonly kind: 'pass'; readonly title: string; readonly millis: number }
  | { readonly kind: 'fail'; readonly title: string; readonly error: string }
  /** It failed, and is run again. */
  | { readonly kind: 'retry'; readonly title: string; readonly error: string }
  | { readonly kind: 'skip'; readonly title: string };

/** Where the tests find what to run and whom to tell; written beside their bundles. */
export const mochaOrderFile = 'order.json';

export interface MochaOrder {
  /** Bundled test files, absolute. */
  readonly files: readonly string[];
  /** Of the listener on 127.0.0.1. */
  readonly port: number;
  /** How often a test that fails is run again. */
  readonly retries: number;
}
