import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { endTree } from './processTree.ts';
import { writeSettings } from './settings.ts';
import { StepError } from './stepError.mjs';
import type { WindowOptions } from './vscodeServer.ts';

/**
 * Opens a window of the `code` on the PATH, with settings and state of its own, and answers what closes it again.
 */
export async function openDesktop(
  data: string,
  window: WindowOptions,
  settings: Readonly<Record<string, unknown>>,
): Promise<() => Promise<void>> {
  await writeSettings(join(data, 'User'), settings);
  const child = spawn('code', codeArguments(data, window), {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new StepError(
      `There is no "code" on the PATH (${(error as Error).message}). In VS Code run "Shell Command: Install 'code' ` +
        'command in PATH", or leave out --desktop to have VS Code in the browser.',
    );
  }
  return () => endTree(child);
}

function codeArguments(data: string, { folder, openFile }: WindowOptions): string[] {
  return [
    ...['--wait', '--new-window', '--disable-workspace-trust', '--skip-welcome'],
    ...['--user-data-dir', data, `--extensionDevelopmentPath=${root}`, folder],
    ...(openFile === undefined ? [] : [openFile]),
  ];
}
