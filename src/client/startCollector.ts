import { type ChildProcess, fork } from 'node:child_process';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { messageOf } from '../shared/assert.ts';
import type { ReadyLine } from '../shared/collectorState.ts';
import { UserError } from '../shared/userError.ts';

export interface StartOptions {
  /** Absolute. */
  readonly dataDirectory: string;
  /** Path of `collector.js`. */
  readonly collectorPath: string;
  /** The Node to run it under; by default the one that runs this, Electron included. */
  readonly nodePath?: string;
  readonly grpcPort?: number;
  readonly httpPort?: number;
  readonly maxSpans?: number;
  readonly maxDiskMegabytes?: number;
  /** Off where they are missing. */
  readonly zipkinPort?: number;
  readonly jaegerThriftPort?: number;
  readonly jaegerGrpcPort?: number;
  /** Whether it ends a minute after its last client has gone. */
  readonly exitsWhenIdle?: boolean;
}

/** Takes what the collector writes to stderr, so that its last words are readable even after it has died. */
const logFile = 'collector.log';
const maxLogBytes = 1 << 20;
/** Reading a store of many millions of spans takes a while. */
const readyMillis = 60_000;

/**
 * Starts a collector that outlives this process. Answers the process id of the one that serves, which is another
 * one where it was quicker, or `undefined` where it left without saying; fails with a `UserError` that carries its
 * last words.
 */
export async function startCollector(options: StartOptions): Promise<number | undefined> {
  const log = await openLog(options.dataDirectory);
  try {
    const child = forkCollector(options, log.descriptor);
    const outcome = await firstOutcome(child);
    release(child);
    if (outcome.kind === 'ready') return outcome.pid;
    if (outcome.kind === 'left') return undefined;
    throw new UserError(await failureSentence(outcome, log));
  } finally {
    await log.close();
  }
}

interface Log {
  readonly descriptor: number;
  /** What was written since it was opened. */
  read(): Promise<string>;
  close(): Promise<void>;
}

async function openLog(dataDirectory: string): Promise<Log> {
  const file = await openLogFile(dataDirectory);
  let { size } = await file.stat();
  if (size > maxLogBytes) {
    await file.truncate();
    size = 0;
  }
  return {
    descriptor: file.fd,
    read: async () => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxLogBytes), 0, maxLogBytes, size);
      return buffer.toString('utf8', 0, bytesRead);
    },
    close: () => file.close(),
  };
}

async function openLogFile(dataDirectory: string): Promise<FileHandle> {
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
    return await open(join(dataDirectory, logFile), 'a+', 0o600);
  } catch (error) {
    throw new UserError(
      `The data directory ${dataDirectory} cannot be written (${messageOf(error)}). Choose another one.`,
    );
  }
}

function forkCollector(options: StartOptions, log: number): ChildProcess {
  return fork(options.collectorPath, argumentsFor(options), {
    ...(options.nodePath === undefined ? {} : { execPath: options.nodePath }),
    execArgv: [],
    env: cleanEnvironment(process.env),
    cwd: options.dataDirectory,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', log, 'ipc'],
  });
}

function argumentsFor(options: StartOptions): string[] {
  const flags = {
    '--otlp-grpc': options.grpcPort,
    '--otlp-http': options.httpPort,
    '--zipkin': options.zipkinPort,
    '--jaeger-thrift': options.jaegerThriftPort,
    '--jaeger-grpc': options.jaegerGrpcPort,
    '--max-spans': options.maxSpans,
    '--max-disk': options.maxDiskMegabytes,
  };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const words = given.flatMap(([flag, value]) => [flag, String(value)]);
  const life = options.exitsWhenIdle === true ? ['--exit-when-idle'] : [];
  return ['serve', '--data', options.dataDirectory, ...words, ...life];
}

/** Without what would change how Node runs, or tie the collector to the window that started it. */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('VSCODE_'));
  return Object.fromEntries(kept);
}

type Outcome =
  | { readonly kind: 'ready'; readonly pid: number }
  /** It ended without a complaint: another collector serves. */
  | { readonly kind: 'left' }
  | { readonly kind: 'ended'; readonly how: string }
  | { readonly kind: 'silent' };

function firstOutcome(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill();
      finish({ kind: 'silent' });
    }, readyMillis);
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    if (child.stdout !== null) {
      onFirstLine(child.stdout, (line) => {
        const pid = readyPid(line);
        if (pid !== undefined) finish({ kind: 'ready', pid });
      });
    }
    child.once('error', (error) => finish({ kind: 'ended', how: error.message }));
    child.once('exit', (code, signal) =>
      finish(code === 0 ? { kind: 'left' } : { kind: 'ended', how: signal ?? `exit code ${code}` }),
    );
  });
}

function onFirstLine(stream: Readable, listener: (line: string) => void): void {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.includes('\n')) listener(text.slice(0, text.indexOf('\n')));
  });
}

function readyPid(line: string): number | undefined {
  try {
    const { ready, pid } = JSON.parse(line) as Partial<ReadyLine>;
    return ready === true ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** From here on the two processes know nothing of each other. */
function release(child: ChildProcess): void {
  child.stdout?.destroy();
  if (child.connected) child.disconnect();
  child.unref();
}

async function failureSentence(outcome: Outcome, log: Log): Promise<string> {
  const words = lastWords(await log.read());
  if (words !== '') return words;
  if (outcome.kind === 'silent')
    return 'The collector was started and did not begin to serve within a minute.';
  const how = outcome.kind === 'ended' ? ` (${outcome.how})` : '';
  return `The collector ended as soon as it was started${how}.`;
}

/** Node's warnings, its version line, and frames of stacks. */
const chatter = /^\(node:\d+\)|^\(Use `.* --trace-|^Node\.js v|^ +at /;

/** The last lines on stderr that say something. */
export function lastWords(log: string): string {
  const lines = log.split('\n').map((line) => line.trimEnd());
  const said = lines.filter((line) => line !== '' && !chatter.test(line));
  return said
    .slice(-3)
    .join(' ')
    .trim()
    .replace(/^Error: /, '');
}
