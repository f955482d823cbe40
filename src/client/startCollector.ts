import { type ChildProcess, fork } from 'node:child_process';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { messageOf } from '../shared/assert.ts';
import { collectorRuntimeOptions } from '../shared/collectorRuntime.ts';
import type { FailedLine, ReadyLine } from '../shared/collectorState.ts';
import type { TakenPort } from '../shared/collectorStatus.ts';
import { TakenPortError } from '../shared/takenPortError.ts';
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
/** Of what a collector writes before it serves. */
const maxLastWords = 1 << 16;
/** Reading a store of many millions of spans takes a while. */
const readyMillis = 60_000;

/**
 * Starts a collector that outlives this process. Answers the process id of the one that serves, which is another
 * one where it was quicker, or `undefined` where it left without saying. Fails with a `TakenPortError` where somebody else has
 * one of its ports, and otherwise with a `UserError` that carries its last words.
 */
export async function startCollector(options: StartOptions): Promise<number | undefined> {
  const log = await openLog(options.dataDirectory);
  try {
    const child = forkCollector(options, log.descriptor);
    const outcome = await firstOutcome(child);
    release(child);
    if (outcome.kind === 'ready') return outcome.pid;
    if (outcome.kind === 'left') return undefined;
    if (outcome.kind === 'failed') throw failure(outcome);
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
  const { size } = await file.stat();
  return {
    descriptor: file.fd,
    read: async () => {
      // The collector empties its log where that is large.
      const start = (await file.stat()).size < size ? 0 : size;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxLastWords), 0, maxLastWords, start);
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
    // What an editor runs as Node may be built without them.
    execArgv: process.versions['electron'] === undefined ? [...collectorRuntimeOptions] : [],
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
  /** It has said why it does not serve. */
  | { readonly kind: 'failed'; readonly reason: string; readonly taken?: TakenPort }
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
        const said = firstLineOutcome(line);
        if (said !== undefined) finish(said);
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

function firstLineOutcome(text: string): Outcome | undefined {
  const line = parseLine(text);
  if (line?.ready === true && line.pid !== undefined) return { kind: 'ready', pid: line.pid };
  if (line?.ready !== false || line.reason === undefined) return undefined;
  return { kind: 'failed', reason: line.reason, ...(line.taken === undefined ? {} : { taken: line.taken }) };
}

function parseLine(text: string): Partial<ReadyLine> | Partial<FailedLine> | undefined {
  try {
    return JSON.parse(text) as Partial<ReadyLine> | Partial<FailedLine>;
  } catch {
    // Something else that was written to stdout.
    return undefined;
  }
}

function failure({ reason, taken }: Extract<Outcome, { kind: 'failed' }>): UserError {
  return taken === undefined ? new UserError(reason) : new TakenPortError(reason, taken);
}

/** From here on the two processes know nothing of each other. */
function release(child: ChildProcess): void {
  child.stdout?.destroy();
  if (child.connected) child.disconnect();
  child.unref();
}

async function failureSentence(
  outcome: Extract<Outcome, { kind: 'ended' | 'silent' }>,
  log: Log,
): Promise<string> {
  const words = lastWords(await log.read());
  if (words !== '') return words;
  if (outcome.kind === 'silent')
    return 'The collector was started and did not begin to serve within a minute.';
  return `The collector ended as soon as it was started (${outcome.how}).`;
}

/** Node's warnings, its version line, and frames of stacks. */
const chatter = /^\(node:\d+\)|^\(Use `.* --trace-|^Node\.js v|^ +at /;

/** Before what the collector itself has written. */
const timeOfLine = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;

/** The last lines on stderr that say something. */
export function lastWords(log: string): string {
  const lines = log.split('\n').map((line) => line.trimEnd().replace(timeOfLine, ''));
  const said = lines.filter((line) => line !== '' && !chatter.test(line));
  return said
    .slice(-3)
    .join(' ')
    .trim()
    .replace(/^Error: /, '');
}
