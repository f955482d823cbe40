import { messageOf } from '../shared/assert.ts';

/** Does what may fail without harm to what was done before it; `what` went wrong then, and is told. */
export function tryAnyway(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    process.stderr.write(`${what} (${messageOf(error)}).\n`);
  }
}
