import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from '../installs.mjs';
import { root } from '../paths.mjs';
import { endTree } from '../processTree.ts';
import { run } from '../run.mjs';
import { waitForLine } from '../waitForLine.ts';
import { installPeer, type PeerInstall } from './peerInstall.ts';

const builderModule = 'go.opentelemetry.io/collector/cmd/builder@v0.155.0';
const builderConfig = readFileSync(join(root, 'test/apps/collector/builder.yaml'), 'utf8');
const failure = 'The OpenTelemetry Collector could not be built.';

/** Builds take both cores for minutes; whoever works beside them goes first. */
const politely = process.platform === 'win32' ? [] : ['nice', '-n', '10'];

/** The OpenTelemetry Collector, by its own builder. */
export const otelcolInstall: PeerInstall = {
  name: 'otelcol',
  pins: [builderModule, builderConfig],
  install: async (folder) => {
    const env = { ...environment(), GOBIN: folder };
    await runPolitely(['go', 'install', builderModule], folder, env);
    const source = join(folder, 'source');
    const config = join(folder, 'builder.yaml');
    await writeFile(
      config,
      builderConfig.replace(/^dist:$/m, `dist:\n  output_path: ${JSON.stringify(source)}`),
    );
    // `-e`: a module that only tests of the file exporter import is not to be had at this version.
    const flags = { ...env, GOFLAGS: '-e' };
    const build = ['--config', config, '--skip-strict-versioning', '--ldflags=-s -w'];
    await runPolitely([join(folder, 'builder'), ...build], folder, flags);
    await run('mv', [join(source, 'otelcol'), join(folder, 'otelcol')], { failure });
    await rm(source, { recursive: true });
  },
};

/** Least versions of what builds it. */
export const otelcolRuntimes = { go: '1.25' } as const;

async function runPolitely(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const [command = '', ...args] = [...politely, ...words];
  await run(command, args, { cwd, env, failure });
}

/** The Collector's own configuration; its parts are described in its documentation. */
export interface OtelcolConfig {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly pipelines: Readonly<Record<string, Pipeline>>;
}

export interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors?: readonly string[];
  readonly exporters: readonly string[];
}

/** A running Collector. */
export class Otelcol {
  readonly #process: ChildProcess;
  #said = '';

  /** Its configuration is written to `folder`, which stays. */
  static async start(folder: string, config: OtelcolConfig): Promise<Otelcol> {
    const program = join(await installPeer(otelcolInstall), 'otelcol');
    const file = join(folder, `otelcol-${process.hrtime.bigint()}.json`);
    await writeFile(file, JSON.stringify(documentOf(config)));
    const child = spawn(program, [`--config=file:${file}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    const started = new Otelcol(child);
    await waitForLine(child, /Everything is ready/, 'The OpenTelemetry Collector');
    return started;
  }

  private constructor(child: ChildProcess) {
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.#said += String(chunk);
      });
    }
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** What it has logged. */
  get output(): string {
    return this.#said;
  }

  /** Sends what it holds, then ends. */
  async stop(): Promise<void> {
    await endTree(this.#process, 20_000);
  }
}

function documentOf({ pipelines, extensions = {}, ...parts }: OtelcolConfig): object {
  const telemetry = { metrics: { level: 'none' } };
  return {
    ...parts,
    extensions,
    service: { telemetry, extensions: Object.keys(extensions), pipelines },
  };
}
