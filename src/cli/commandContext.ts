import type { CollectorApi } from '../shared/protocol.ts';
import type { Output } from './output.ts';
import type { Invocation } from './parseArguments.ts';

/** What a command works with. */
export interface CommandContext {
  readonly api: CollectorApi;
  readonly out: Output;
  readonly invocation: Invocation;
  /** How the user calls the program, for hints: `spanline`. */
  readonly program: string;
}
