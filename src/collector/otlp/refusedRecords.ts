/** Records of one request that cannot be kept: the others are. */
export class RefusedRecords {
  count = 0;
  /** Why the first of them was refused. */
  reason: string | undefined;

  add(reason: string): void {
    this.count++;
    this.reason ??= reason;
  }
}
