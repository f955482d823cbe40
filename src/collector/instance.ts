import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../shared/assert.ts';
import { UserError } from '../shared/userError.ts';

/** Systems cut longer paths of sockets without a word (104 bytes on macOS, 108 on Linux). */
const longestSocketPath = 100;
/** A lock is held for the time of a probe and a listen; an older one was left by a process that died. */
const staleLockMillis = 3_000;
const lockRetryMillis = 25;

/** The private socket of the collector of this data directory. */
export function socketPathOf(data: string): string {
  const name = createHash('sha256').update(data).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\spanline-${userInfo().username}-${name}`;
  const path = join(runtimeDirectory(process.env['XDG_RUNTIME_DIR'] || tmpdir()), `${name}.sock`);
  if (Buffer.byteLength(path) < longestSocketPath) return path;
  return join(runtimeDirectory('/tmp'), `${name}.sock`);
}

/** Whether somebody answers at the socket. */
export function isServed(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Reset: it ended between the knock and the answer.
      if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(error.code ?? '')) resolve(false);
      // A queue that is full belongs to somebody who is alive.
      else if (error.code === 'EAGAIN') resolve(true);
      else reject(error);
    });
  });
}

/**
 * Becomes the one collector of the socket: answers what `take` does. `undefined` where there is one already, and where `take`
 * has answered `undefined`. Reachability decides: a socket that nobody answers at was left behind. The lock only keeps two from
 * taking it over at once, and because another may have done so meanwhile, the socket is tried again inside it.
 */
export async function claimSocket<T>(
  path: string,
  take: () => Promise<T | undefined>,
): Promise<T | undefined> {
  secureSocketDirectory(path);
  const lock = lockPathOf(path);
  for (;;) {
    if (await isServed(path)) return undefined;
    if (!takeLock(lock)) {
      await delay(lockRetryMillis);
      continue;
    }
    try {
      return (await isServed(path)) ? undefined : await take();
    } finally {
      releaseLock(lock);
    }
  }
}

/** Removes the socket that a collector has left behind. For whoever holds the data directory's lock. */
export function removeStaleSocket(path: string): void {
  if (process.platform === 'win32') return;
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Makes the socket's directory, for this user alone; throws a `UserError` where it is somebody else's or open to others. */
export function secureSocketDirectory(path: string): void {
  if (process.platform === 'win32') return;
  const directory = join(path, '..');
  makeDirectory(directory);
  const stat = lstatSync(directory);
  if (stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0) return;
  throw new UserError(
    `${directory} is not a directory that only you can read, so Spanline will not put its socket there. Remove it, or set its mode to 700.`,
  );
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(
      `The directory ${directory} for Spanline's socket cannot be made (${messageOf(error)}). Set XDG_RUNTIME_DIR to a directory of yours.`,
    );
  }
}

function runtimeDirectory(parent: string): string {
  return join(parent, `spanline-${process.getuid?.() ?? 0}`);
}

/** Beside the socket; a pipe lies in no folder. */
function lockPathOf(path: string): string {
  return process.platform === 'win32' ? join(tmpdir(), `${basename(path)}.lock`) : `${path}.lock`;
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > staleLockMillis) releaseLock(lock);
    return false;
  }
}

function releaseLock(lock: string): void {
  try {
    rmdirSync(lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
