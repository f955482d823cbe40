import { mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../shared/assert.ts';
import { UserError } from '../shared/userError.ts';

/** Where a collector keeps its data when nobody says where. */
export function defaultDataDirectory(): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Spanline');
    case 'win32':
      return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Spanline');
    default:
      return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'spanline');
  }
}

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
