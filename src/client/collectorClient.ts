import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../shared/assert.ts';
import type { CollectorStatus } from '../shared/collectorStatus.ts';
import type { Disposable } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import {
  type CollectorApi,
  type CollectorChange,
  type EndReason,
  newerRunsSentence,
} from '../shared/protocol.ts';
import { TakenPortError } from '../shared/takenPortError.ts';
import { UserError } from '../shared/userError.ts';
import type { Connection } from './connection.ts';
import { CrashLoopGuard } from './crashLoopGuard.ts';
import { endOlderCollector } from './endOlderCollector.ts';
import { findCollector, readCollectorState } from './findCollector.ts';
import { Lookout } from './lookout.ts';
import { NoCollectorError } from './noCollectorError.ts';
import { OlderCollectorError } from './olderCollectorError.ts';
import { isRunning, processEnd } from './processEnd.ts';
import { type StartOptions, startCollector } from './startCollector.ts';

export interface ClientOptions extends StartOptions {
  /** For people, as others see this client in the collector's health: `code 1.139.1, window 2`, `cli`. */
  readonly name: string;
  /** Whether a collector is started where none runs. */
  readonly mayStart: boolean;
}

/** Pauses before reconnecting after a loss, milliseconds: one more for each try that failed. */
const reconnectMillis = [150, 500, 1500, 4000];
/** How long another collector, found starting, may take until it answers. */
const othersStartMillis = 15_000;
const exitMillis = 5000;

/**
 * This process's way to the collector of a data directory: finds it or starts it, and finds or starts it again
 * when it dies. One that was stopped on purpose is not started again unasked, in no window; one that somebody
 * else starts later is found. One of an older Spanline is ended and replaced, one of a newer is left alone. Owns the
 * connection, never the collector.
 */
export class CollectorClient implements Disposable {
  /** Calls wait for the connection, and fail with a `UserError` where it cannot be had. */
  readonly api: CollectorApi = this.#makeApi();
  readonly #options: ClientOptions;
  readonly #lookout = new Lookout(() => this.#look());
  readonly #guard = new CrashLoopGuard(() => performance.now());
  readonly #changes = new Emitter<CollectorChange>();
  readonly #states = new Emitter<CollectorStatus>();
  #state: CollectorStatus = { kind: 'connecting' };
  /** Why the last attempt failed: calls that come afterwards fail with the same. */
  #failure: UserError | undefined;
  #connection: Connection | undefined;
  #attempt: Promise<Connection> | undefined;
  #stopping = false;
  #disposed = false;

  readonly onDidChange = this.#changes.event;
  readonly onDidChangeState = this.#states.event;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get state(): CollectorStatus {
    return this.#state;
  }

  /** Tries again whatever happened before; rejects with a `UserError` where it cannot be had. */
  async connect(): Promise<void> {
    this.#guard.reset();
    await this.#attempt?.catch(() => undefined);
    if (this.#connection === undefined) await (this.#attempt ?? this.#begin(() => this.#findOrStart()));
  }

  /** Stops the collector where one runs, and starts it anew. */
  async restart(): Promise<void> {
    if (this.#connection !== undefined) await this.api.stop();
    await this.connect();
  }

  dispose(): void {
    this.#disposed = true;
    this.#lookout.dispose();
    this.#connection?.dispose();
    this.#connection = undefined;
    this.#changes.dispose();
    this.#states.dispose();
  }

  #makeApi(): CollectorApi {
    const call = (method: keyof CollectorApi, argument: unknown): Promise<unknown> =>
      method === 'stop' ? this.#stop() : this.#call(method, argument);
    // A proxy that answered to `then` would be taken for a promise when it is awaited or returned.
    return new Proxy({} as CollectorApi, {
      get: (_target, method) =>
        typeof method === 'string' && method !== 'then'
          ? (argument: unknown) => call(method as keyof CollectorApi, argument)
          : undefined,
    });
  }

  async #call(method: keyof CollectorApi, argument: unknown): Promise<unknown> {
    const connection = await this.#connected();
    try {
      return await connection.rpc.remote[method](argument as never);
    } catch (error) {
      if (error instanceof UserError || connection.isOpen()) throw error;
      throw new UserError('The collector ended before it answered. Try again.');
    }
  }

  #connected(): Promise<Connection> {
    if (this.#connection !== undefined) return Promise.resolve(this.#connection);
    if (this.#disposed) return Promise.reject(new UserError('The connection to the collector was closed.'));
    if (this.#attempt !== undefined) return this.#attempt;
    if (this.#state.kind === 'failed')
      return Promise.reject(this.#failure ?? new UserError(this.#state.reason));
    if (this.#state.kind === 'stopped') return Promise.reject(new UserError('The collector is stopped.'));
    return this.#begin(() => this.#findOrStart());
  }

  /** Runs one attempt; all that call meanwhile wait for its end. */
  #begin(open: () => Promise<Connection>): Promise<Connection> {
    this.#lookout.dispose();
    this.#setState({ kind: 'connecting' });
    const attempt = open().then(
      (connection) => this.#adopt(connection),
      (error: unknown) => this.#giveUp(error),
    );
    this.#attempt = attempt;
    return attempt;
  }

  #adopt(connection: Connection): Connection {
    this.#attempt = undefined;
    if (this.#disposed) {
      connection.dispose();
      throw new UserError('The connection to the collector was closed.');
    }
    this.#connection = connection;
    void connection.closed.then(() => this.#lost(connection));
    const { grpc, http } = connection.state;
    this.#setState({ kind: 'ready', grpc, http });
    return connection;
  }

  #giveUp(error: unknown): never {
    this.#attempt = undefined;
    this.#failure = error instanceof UserError ? error : undefined;
    this.#setState(statusOf(error));
    if (!this.#disposed) this.#lookout.begin();
    throw error;
  }

  async #findOrStart(): Promise<Connection> {
    const found = await this.#findSameProtocol();
    if (found !== undefined) return found;
    if (!this.#options.mayStart) throw new NoCollectorError(this.#options.dataDirectory);
    const started = await this.#start();
    if (started !== undefined) return started;
    throw new UserError(`The collector ended as soon as it was started. ${whereLastWordsAre}`);
  }

  /** Ends an older collector where this client may start the next. */
  async #findSameProtocol(): Promise<Connection | undefined> {
    try {
      return await this.#find();
    } catch (error) {
      if (!(error instanceof OlderCollectorError) || !this.#options.mayStart) throw error;
      await endOlderCollector(error.state, this.#options.name, 'replaced');
      return undefined;
    }
  }

  #find(): Promise<Connection | undefined> {
    return findCollector(this.#options.dataDirectory, {
      name: this.#options.name,
      onChange: (change) => fire(this.#changes, change),
    });
  }

  /** Starts one and connects to whichever serves then; `undefined` where it has ended already. */
  async #start(): Promise<Connection | undefined> {
    const pid = await startCollector(this.#options);
    const end = performance.now() + othersStartMillis;
    while (performance.now() < end && !this.#disposed) {
      const found = await this.#find();
      if (found !== undefined) return found;
      if (pid !== undefined && !(await isRunning(pid))) break;
      await delay(50);
    }
    return undefined;
  }

  #lost(connection: Connection): void {
    if (this.#disposed || connection !== this.#connection) return;
    connection.dispose();
    this.#connection = undefined;
    // Whoever waits for the attempt hears of its failure; the state says it to everybody else.
    this.#begin(() => this.#recover(connection.ending)).catch(() => undefined);
  }

  async #recover(ending: EndReason | undefined): Promise<Connection> {
    if (this.#stopping || ending === 'stopped') throw new StoppedError();
    if (ending === 'replaced') throw new UserError(newerRunsSentence);
    // Only this client was let go; the collector may have ended since because nobody was left.
    if (ending === 'silent') return await this.#findOrStart();
    return await this.#recoverFromCrash();
  }

  /** What the collector had to say may be lost; one that ended on purpose has removed its state file as well. */
  async #recoverFromCrash(): Promise<Connection> {
    for (const pause of reconnectMillis) {
      await delay(pause, undefined, { ref: false });
      if (this.#disposed || (await readCollectorState(this.#options.dataDirectory)) === undefined) {
        throw new StoppedError();
      }
      const found = (await this.#find()) ?? (await this.#startAgain());
      if (found !== undefined) return found;
    }
    throw new UserError(`The collector ended. ${whereLastWordsAre}`);
  }

  async #startAgain(): Promise<Connection | undefined> {
    if (!this.#options.mayStart) return undefined;
    if (this.#guard.tryRestart()) return await this.#start();
    throw new UserError(`The collector ended three times within a minute. ${whereLastWordsAre}`);
  }

  /** Only ever finds: what failed or was stopped is not started again without a person's word. */
  async #look(): Promise<void> {
    const found = await this.#find().catch(() => undefined);
    if (found === undefined) return;
    if (this.#disposed || this.#connection !== undefined || this.#attempt !== undefined)
      return found.dispose();
    // Its failure is the state's to say.
    await this.#begin(() => Promise.resolve(found)).catch(() => undefined);
  }

  /** Answers when the process has gone, so that the next one finds its ports free. */
  async #stop(): Promise<void> {
    const connection = await this.#connectedOrEnded();
    if (connection === undefined) return;
    this.#stopping = true;
    try {
      await Promise.race([connection.rpc.remote.stop(), connection.closed]);
      await connection.closed;
      await this.#attempt?.catch(() => undefined);
      await processEnd(connection.state.pid, exitMillis);
    } finally {
      this.#stopping = false;
    }
  }

  /** One that this client cannot talk to because it is older can still be ended. */
  async #connectedOrEnded(): Promise<Connection | undefined> {
    try {
      return await this.#connected();
    } catch (error) {
      if (!(error instanceof OlderCollectorError)) throw error;
      await endOlderCollector(error.state, this.#options.name, 'stopped');
      this.#setState({ kind: 'stopped' });
      return undefined;
    }
  }

  #setState(state: CollectorStatus): void {
    if (this.#disposed) return;
    this.#state = state;
    fire(this.#states, state);
  }
}

/** Ends an attempt without a fault: nobody wants a collector. */
class StoppedError extends UserError {
  constructor() {
    super('The collector was stopped.');
  }
}

function statusOf(error: unknown): CollectorStatus {
  if (error instanceof StoppedError) return { kind: 'stopped' };
  const failed = { kind: 'failed', reason: messageOf(error) } as const;
  return error instanceof TakenPortError ? { ...failed, taken: error.taken } : failed;
}

const whereLastWordsAre = 'Its last words are in collector.log in the data directory.';

/** A listener that throws is a fault of its own, and must not look like one of the connection. */
function fire<T>(emitter: Emitter<T>, value: T): void {
  try {
    emitter.fire(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
