import { UserError } from '../shared/userError.ts';

/** No collector serves the data directory, and the client may not start one. */
export class NoCollectorError extends UserError {
  constructor(dataDirectory: string) {
    super(`No collector is running for ${dataDirectory}.`);
  }
}
