import { type ChildProcess, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends a process and all that came from it: asks first, and after `patience` milliseconds insists. Descendants are
 * found before anything is asked, while it is still known who they belong to.
 */
export async function endTree(child: ChildProcess, patience = 3000): Promise<void> {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    execFileSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  await endAll([child.pid, ...descendants(child.pid)], patience);
}

/** Ends all that came from this process. */
export async function endDescendants(patience = 3000): Promise<void> {
  if (process.platform !== 'win32') await endAll(descendants(process.pid), patience);
}

async function endAll(pids: readonly number[], patience: number): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGTERM');
  await gone(pids, patience);
  for (const pid of pids) signal(pid, 'SIGKILL');
  await gone(pids, patience);
}

export function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

async function gone(pids: readonly number[], patience: number): Promise<void> {
  const end = Date.now() + patience;
  while (Date.now() < end && pids.some(isAlive)) await delay(30);
}

/** Whether there was anything to signal. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** All that came from a process and is still known to have. */
export function descendants(root: number): number[] {
  const all = processes();
  const found = [root];
  // `found` grows while it is walked.
  for (const pid of found)
    found.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return found.slice(1);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
}

function processes(): Process[] {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent };
  });
}

/** From `/proc/PID/stat`, since a small Linux may have no `ps`; nothing where the process has just gone. */
function fromProc(name: string): Process[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [{ pid: Number(name), parent: Number(afterName[1]) }];
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
