import { parentPort, workerData } from 'node:worker_threads';
import { Rpc } from '../../shared/rpc.ts';
import type { SyntaxApi } from './syntaxProtocol.ts';
import { SyntaxService } from './syntaxService.ts';
import { ThreadTransport } from './threadTransport.ts';

// The entry of the thread; it lives for as long as its parent wants it.
if (parentPort === null) throw new Error('This is the thread that parses; it is started by Spanline.');
const { wasmDirectory } = workerData as { readonly wasmDirectory: string };
new Rpc<SyntaxApi, unknown, Record<never, never>, unknown>(
  new ThreadTransport(parentPort),
  new SyntaxService(wasmDirectory),
);
