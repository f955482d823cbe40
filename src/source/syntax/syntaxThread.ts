import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/assert.ts';
import type { Disposable } from '../../shared/disposable.ts';
import { Rpc } from '../../shared/rpc.ts';
import type { SyntaxApi } from './syntaxProtocol.ts';
import { ThreadTransport } from './threadTransport.ts';

/** A running syntax thread; ended with `dispose`. */
export interface SyntaxThread extends Disposable {
  readonly api: SyntaxApi;
  /** Why it ended by itself, as a sentence; what was asked of it is rejected by then. */
  readonly ended: string | undefined;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** A thread of a few hundred megabytes at most: larger than that it is at fault. */
const maxMegabytes = 512;

/** Starts the bundle `syntaxWorker.js`, which lies beside the directory of the grammars. */
export function startSyntaxThread(wasmDirectory: string): SyntaxThread {
  const worker = new Worker(join(wasmDirectory, '..', 'syntaxWorker.js'), {
    workerData: { wasmDirectory },
    resourceLimits: { maxOldGenerationSizeMb: maxMegabytes },
    // What the host was started with (a loader, an inspector) is not for this thread.
    execArgv: [],
  });
  const transport = new ThreadTransport(worker);
  const rpc = new Rpc<Record<never, never>, unknown, SyntaxApi, unknown>(transport, {});
  let ended: string | undefined;
  const end = (reason: string): void => {
    ended ??= reason;
    transport.close(ended);
  };
  worker.on('error', (error) => end(`The syntax thread failed: ${messageOf(error)}`));
  worker.on('exit', (code) => end(`The syntax thread ended with code ${code}.`));
  return {
    api: rpc.remote,
    get ended() {
      return ended;
    },
    kill: async () => {
      await worker.terminate();
    },
    dispose: () => {
      rpc.dispose();
      void worker.terminate();
    },
  };
}
