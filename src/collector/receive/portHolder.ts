import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** A process that listens. */
export interface PortProcess {
  readonly pid: number;
  /** `otelcol`, `node server.js`. */
  readonly name: string;
}

/** A start that fails must not wait long to say why. */
const patienceMillis = 2_000;

/**
 * The process that listens at a port of this machine, where the system tells: other users' processes are mostly its secret.
 * Never rejects.
 */
export async function portHolder(port: number): Promise<PortProcess | undefined> {
  try {
    switch (process.platform) {
      case 'linux':
        return await linuxHolder(port);
      case 'win32':
        return await windowsHolder(port);
      default:
        return await lsofHolder(port);
    }
  } catch {
    // Whatever the system would not say is not said; the port itself is asked then.
    return undefined;
  }
}

async function linuxHolder(port: number): Promise<PortProcess | undefined> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => ''));
  const sockets = new Set((await Promise.all(tables)).flatMap((table) => listeningInodes(table, port)));
  if (sockets.size === 0) return undefined;
  const end = performance.now() + patienceMillis;
  // The youngest first: what was started last is the likeliest to be in the way.
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids.sort((a, b) => b - a)) {
    if (performance.now() > end) return undefined;
    if (await hasSocket(pid, sockets)) return { pid, name: await linuxName(pid) };
  }
  return undefined;
}

/** `socket:[inode]` of what listens at the port, by a table of /proc/net (proc_pid_net(5)). */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === '0A' && local?.endsWith(wanted) === true && inode !== undefined
      ? [`socket:[${inode}]`]
      : [];
  });
}

async function hasSocket(pid: number, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  for (const descriptor of descriptors) {
    if (sockets.has(await readlink(`${folder}/${descriptor}`).catch(() => ''))) return true;
  }
  return false;
}

async function linuxName(pid: number): Promise<string> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  if ((words[0] ?? '') !== '') return commandName(words);
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process')).trim();
}

const interpreters = /^(?:node|nodejs|bun|deno|java|ruby|php|dotnet|python[\d.]*)(?:\.exe)?$/i;

/**
 * What people call a command line: its program, and for one that runs others the file it runs. No other word of it, since
 * arguments may be secrets.
 */
export function commandName(words: readonly string[]): string {
  const program = basename(words[0] ?? '');
  if (!interpreters.test(program)) return program;
  const script = words.find((word, i) => i > 0 && isScript(word) && !withValue.test(words[i - 1] ?? ''));
  return script === undefined ? program : `${program} ${basename(script)}`;
}

/** Options whose value is a file or code that is not what the program is called by. */
const withValue =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|-cp|-classpath|--class-path|-e|-p|-c|--eval|--print)$/;

function isScript(word: string): boolean {
  return /^[^-\s]\S*\.\w+$/.test(word);
}

async function lsofHolder(port: number): Promise<PortProcess | undefined> {
  return lsofProcess(await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
}

/** The first process of `lsof -F pc`: a line `p123`, then a line `ccommand`. */
export function lsofProcess(text: string): PortProcess | undefined {
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  const name = /^c(.+)$/m.exec(text)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), name: name ?? 'a process' };
}

async function windowsHolder(port: number): Promise<PortProcess | undefined> {
  const pid = netstatPid(await run('netstat', ['-a', '-n', '-o']), port);
  if (pid === undefined) return undefined;
  const tasks = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return { pid, name: /^"([^"]+)"/m.exec(tasks)?.[1] ?? 'a process' };
}

/** Told by the address of the other end, since the word for the state is of the user's language. */
export function netstatPid(text: string, port: number): number | undefined {
  for (const line of text.split('\n')) {
    const [protocol, local, foreign, ...rest] = line.trim().split(/\s+/);
    const listens = foreign === '0.0.0.0:0' || foreign === '[::]:0';
    if (protocol === 'TCP' && listens && local?.endsWith(`:${port}`) === true) return Number(rest.at(-1));
  }
  return undefined;
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: patienceMillis, windowsHide: true, maxBuffer: 16 << 20 };
    // lsof says with its exit code that it found nothing of some of what it was asked.
    execFile(command, [...args], options, (error, stdout) =>
      error !== null && stdout === '' ? reject(error) : resolve(stdout),
    );
  });
}
