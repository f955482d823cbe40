import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a process has ended, at most that long. */
export async function processEnd(pid: number, millis: number): Promise<void> {
  const end = performance.now() + millis;
  while ((await isRunning(pid)) && performance.now() < end) await delay(20);
}

/** Whether a process is there and has not ended. */
export async function isRunning(pid: number): Promise<boolean> {
  // It may go while it is looked at more closely.
  return exists(pid) && !(await isZombie(pid)) && exists(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ended, and kept by name until its parent asks: in a container that may be seconds, or for ever. */
async function isZombie(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  // The state follows the command's name in brackets, which may contain anything (proc(5)).
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (!/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1))) return false;
  // The first of its threads has ended; another that has not still holds its sockets.
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  return threads.length <= 1;
}
