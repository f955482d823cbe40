import { TimeSlice } from '../../../src/collector/store/timeSlice.ts';

/** Rests as often as it may, however fast the machine is. */
export class HastySlice extends TimeSlice {
  override get isOver(): boolean {
    return true;
  }
}
