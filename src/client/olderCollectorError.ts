import type { CollectorState } from '../shared/collectorState.ts';
import { UserError } from '../shared/userError.ts';

/** A collector runs that speaks an older protocol: whoever may start one replaces it. */
export class OlderCollectorError extends UserError {
  readonly state: CollectorState;

  constructor(state: CollectorState) {
    super(
      `The collector that runs is of an older Spanline (version ${state.version}, process ${state.pid}). Stop it; the next one that is started is of this version.`,
    );
    this.state = state;
  }
}
