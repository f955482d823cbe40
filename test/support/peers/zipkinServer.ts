import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../freePort.ts';
import { environment } from '../installs.mjs';
import { endTree } from '../processTree.ts';
import { run } from '../run.mjs';
import { installPeer, type PeerInstall } from './peerInstall.ts';

const artifact = 'io.zipkin:zipkin-server:3.6.1:jar:exec';
/** A JVM on a machine that does much else. */
const patience = 240_000;

/** Zipkin's server, by Maven. */
export const zipkinInstall: PeerInstall = {
  name: 'zipkin',
  pins: [artifact],
  install: async (folder) => {
    const copy = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
    await run('mvn', ['-B', '-q', ...copy, '-Dmdep.stripVersion=true'], {
      cwd: folder,
      env: environment(),
      failure: 'Zipkin could not be fetched.',
    });
  },
};

export const zipkinRuntimes = { java: '17', mvn: '3.8' } as const;

/** A running Zipkin that keeps its spans in memory. */
export class ZipkinServer {
  readonly endpoint: string;
  readonly #process: ChildProcess;
  #said = '';

  static async start(): Promise<ZipkinServer> {
    const jar = join(await installPeer(zipkinInstall), 'zipkin-server-exec.jar');
    const port = await freePort(0);
    const child = spawn('java', ['-Xmx256m', '-jar', jar], {
      env: { ...environment(), QUERY_PORT: String(port), STORAGE_TYPE: 'mem' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new ZipkinServer(child, port);
    await server.#untilReady();
    return server;
  }

  private constructor(child: ChildProcess, port: number) {
    this.endpoint = `http://127.0.0.1:${port}`;
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.#said += String(chunk);
      });
    }
  }

  /** The spans of a trace as its API answers them; empty where it has none of that id. */
  async trace(traceId: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const answer = await fetch(`${this.endpoint}/api/v2/trace/${traceId}`);
    if (answer.status === 404) return [];
    if (!answer.ok) throw new Error(`Zipkin answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as readonly Readonly<Record<string, unknown>>[];
  }

  async stop(): Promise<void> {
    await endTree(this.#process, 10_000);
  }

  async #untilReady(): Promise<void> {
    const end = Date.now() + patience;
    while (!(await isHealthy(this.endpoint))) {
      if (this.#process.exitCode !== null || Date.now() > end) {
        await this.stop();
        throw new Error(`Zipkin did not become ready. It said:\n${this.#said.slice(-4000)}`);
      }
      await delay(200);
    }
  }
}

async function isHealthy(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/health`)).ok;
  } catch {
    return false;
  }
}
