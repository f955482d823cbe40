import { mkdirSync, realpathSync } from 'node:fs';
import { messageOf } from '../shared/assert.ts';
import { UserError } from '../shared/userError.ts';

/** Makes the directory, for this user alone, and answers its real path. */
export function openDataDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return realpathSync(path);
  } catch (error) {
    throw new UserError(
      `The data directory ${path} cannot be made (${messageOf(error)}). Choose another with --data DIR.`,
    );
  }
}
