import type { TakenPort } from './collectorStatus.ts';
import { UserError } from './userError.ts';

/** The collector could not be started because somebody else has one of its ports. */
export class TakenPortError extends UserError {
  readonly taken: TakenPort;

  constructor(message: string, taken: TakenPort) {
    super(message);
    this.taken = taken;
  }
}
