import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { collectorRuntimeOptions } from '../../src/shared/collectorRuntime.ts';
import type { ReadyLine } from '../../src/shared/collectorState.ts';
import { freePorts } from '../support/freePort.ts';
import { otelcolInstall } from '../support/peers/otelcol.ts';
import { folderOf, isInstalled } from '../support/peers/peerInstall.ts';
import { PeerProcess } from './peerProcess.ts';

/** Somebody who takes spans in the bench. */
export interface Contestant {
  readonly name: string;
  /** Starts it with nothing in it; all that it writes goes into the folder. */
  start(folder: string): Promise<Running>;
}

export interface Running {
  readonly process: PeerProcess;
  readonly grpc: string;
  readonly http: string;
  stop(): Promise<void>;
}

/** Spanline as it is released: one file. */
export function spanline(script: string): Contestant {
  return {
    name: 'Spanline',
    start: async (folder) => {
      const words = ['serve', '--data', join(folder, 'data'), '--otlp-grpc', '0', '--otlp-http', '0'];
      const ready = /^(\{"ready":.*\})$/m;
      // More than the bench sends, so that no budget is reached in it.
      const budgets = ['--max-spans', '4000000', '--max-disk', '4096'];
      // As the extension starts it.
      const options = [...collectorRuntimeOptions, script, ...words, ...budgets];
      const started = await PeerProcess.start(process.execPath, options, ready);
      const { grpc, http } = JSON.parse(started.ready) as ReadyLine;
      return { process: started, grpc, http, stop: () => started.stop() };
    },
  };
}

/** The peers that this machine has. */
export function peersHere(): readonly Contestant[] {
  const collectors = isInstalled(otelcolInstall) ? [toNothing, toFile, durable] : [];
  const jaeger = onPath('jaeger');
  return [...collectors, ...(jaeger === undefined ? [] : [jaegerInMemory(jaeger)])];
}

const toNothing: Contestant = {
  name: 'Collector, to nothing',
  start: (folder) => startCollector(folder, { exporters: { nop: {} } }),
};

const toFile: Contestant = {
  name: 'Collector, to a file',
  start: (folder) =>
    startCollector(folder, { exporters: { file: { path: join(folder, 'spans.pb'), format: 'proto' } } }),
};

/** What it acknowledges is in its queue on the disk, for a back end that is away: nothing is sent, all is kept. */
const durable: Contestant = {
  name: 'Collector, durable queue',
  start: async (folder) => {
    const directory = join(folder, 'queue');
    await mkdir(directory, { recursive: true });
    const [nobody] = await freePorts(1);
    return await startCollector(folder, {
      extensions: { file_storage: { directory, fsync: false } },
      exporters: {
        otlphttp: {
          endpoint: `http://127.0.0.1:${nobody}`,
          sending_queue: { storage: 'file_storage', queue_size: 1_000_000 },
          retry_on_failure: { max_elapsed_time: 0 },
        },
      },
    });
  },
};

interface CollectorParts {
  readonly exporters: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

async function startCollector(
  folder: string,
  { exporters, extensions = {} }: CollectorParts,
): Promise<Running> {
  const [grpc, http] = (await freePorts(2)).map((port) => `127.0.0.1:${port}`);
  if (grpc === undefined || http === undefined) throw new Error('This machine has no free ports.');
  const config = {
    extensions,
    receivers: { otlp: { protocols: { grpc: { endpoint: grpc }, http: { endpoint: http } } } },
    exporters,
    service: {
      telemetry: { metrics: { level: 'none' } },
      extensions: Object.keys(extensions),
      pipelines: { traces: { receivers: ['otlp'], exporters: Object.keys(exporters) } },
    },
  };
  const file = join(folder, 'otelcol.json');
  await writeFile(file, JSON.stringify(config));
  const program = join(folderOf(otelcolInstall), 'otelcol');
  const started = await PeerProcess.start(program, [`--config=file:${file}`], /(Everything is ready)/);
  return { process: started, grpc, http, stop: () => started.stop() };
}

/** Jaeger 2 keeps 100,000 traces in memory by itself, and takes OTLP on the usual ports alone without a configuration. */
function jaegerInMemory(program: string): Contestant {
  return {
    name: `Jaeger ${versionOf(program)}, in memory`,
    start: async () => {
      const started = await PeerProcess.start(program, [], /(Everything is ready)/);
      return { process: started, grpc: '127.0.0.1:4317', http: '127.0.0.1:4318', stop: () => started.stop() };
    },
  };
}

function versionOf(program: string): string {
  const said = execFileSync(program, ['version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(said)?.[0] ?? '2';
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
