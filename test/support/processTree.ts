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
  await endProcesses([child.pid, ...descendants(child.pid)], patience);
}

/** Ends all that came from this process. */
export async function endDescendants(patience = 3000): Promise<void> {
  if (process.platform !== 'win32') await endProcesses(descendants(process.pid), patience);
}

async function endProcesses(pids: readonly number[], patience: number): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGTERM');
  await gone(pids, patience);
  for (const pid of pids) signal(pid, 'SIGKILL');
  await gone(pids, patience);
}

/** Whether a process runs; one that has ended and waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  if (!signal(pid, 0)) return false;
  return process.platform !== 'linux' || (statOf(pid)?.state ?? 'Z') !== 'Z';
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
    return readdirSync('/proc').filter(isNumber).map(Number).flatMap(fromProc);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return { pid, parent };
  });
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

function fromProc(pid: number): Process[] {
  const stat = statOf(pid);
  return stat === undefined ? [] : [{ pid, parent: stat.parent }];
}

interface Stat {
  readonly state: string;
  readonly parent: number;
}

/** From `/proc/PID/stat`, since a small Linux may have no `ps`; `undefined` where the process has just gone. */
function statOf(pid: number): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
