import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { findCollector } from '../../src/client/findCollector.ts';
import { collectorRuntimeOptions } from '../../src/shared/collectorRuntime.ts';
import type { ReadyLine } from '../../src/shared/collectorState.ts';
import type { TraceId } from '../../src/shared/ids.ts';
import type { CollectorApi } from '../../src/shared/protocol.ts';
import { benchAnalyses } from './analysesBench.ts';
import { figure, type Row, table } from './figures.ts';
import { goCaptureRows } from './goCapture.ts';
import { javaCaptureRows } from './javaCapture.ts';
import { MeasuredProcess, runScript } from './measuredProcess.ts';
import { nodeCaptureRows } from './nodeCapture.ts';
import { pythonCaptureRows } from './pythonCapture.ts';
import type { SenderOptions, SenderResult } from './sender.ts';
import { spansPerRequest } from './spanBatch.ts';
import { benchSyntax } from './syntaxBench.ts';

const groups = [
  'ingest',
  'reopen',
  'columns',
  'capture node',
  'capture go',
  'capture java',
  'capture python',
  'syntax',
  'analyses',
] as const;
type Group = (typeof groups)[number];

const here = import.meta.dirname;
const concurrency = 8;
/** Both halves are half a million spans: first the runtime compiles what is hot, then it is measured. */
const warmUpRequests = 976;
const measuredRequests = 976;
const bigTraceSpans = 100_352;
const columnRounds = 7;

/** Prints one table: what was measured, the budget, the plain reference of the same run, and their ratio. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, profile: { type: 'string' } },
  });
  const only = (values.only ?? [...groups]) as Group[];
  const folder = await mkdtemp(join(tmpdir(), 'spanline-bench-'));
  try {
    const bench = new Bench(folder, values.profile);
    await bench.prepare();
    for (const group of only) await bench.run(group);
    process.stdout.write(table(bench.rows));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Ingested {
  readonly spansPerSecond: number;
  readonly cpuPerMillion: number;
}

type Collector = MeasuredProcess<ReadyLine>;

class Bench {
  readonly rows: Row[] = [];
  readonly #folder: string;
  readonly #profile: string | undefined;
  readonly #script: string;
  readonly #data: string;
  #isFilled = false;

  constructor(folder: string, profile: string | undefined) {
    this.#folder = folder;
    this.#profile = profile;
    this.#script = join(folder, 'collector.js');
    this.#data = join(folder, 'data');
  }

  async prepare(): Promise<void> {
    const entry = join(here, '../../src/collector/main.ts');
    await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: this.#script,
    });
  }

  run(group: Group): Promise<void> {
    switch (group) {
      case 'ingest':
        return this.#ingest();
      case 'reopen':
        return this.#reopen();
      case 'columns':
        return this.#columns();
      case 'syntax':
        return this.#syntax();
      case 'analyses':
        return this.#add(benchAnalyses());
      case 'capture node':
        return this.#captureNode();
      case 'capture go':
        return this.#add(goCaptureRows(this.#folder));
      case 'capture java':
        return this.#add(javaCaptureRows(this.#folder));
      case 'capture python':
        return this.#add(pythonCaptureRows(this.#folder));
    }
  }

  async #ingest(): Promise<void> {
    const overGrpc = await this.#start(join(this.#folder, 'grpc'));
    const grpc = await this.#load(overGrpc, 'grpc', overGrpc.ready.grpc);
    await overGrpc.stop();
    const overHttp = await this.#start(this.#data);
    const http = await this.#load(overHttp, 'http', overHttp.ready.http);
    await this.#askSizes();
    await overHttp.stop();
    this.#isFilled = true;
    this.#ingestRows('gRPC', 2.5, grpc, await this.#reference('grpc'));
    this.#ingestRows('HTTP', 2, http, await this.#reference('http'));
  }

  #ingestRows(name: string, budget: number, measured: Ingested, plain: Ingested): void {
    const library = name === 'gRPC' ? '@grpc/grpc-js' : 'node:http';
    const reference = `${library}, counting only`;
    this.rows.push(
      figure(
        `OTLP/${name}: CPU s a million spans`,
        measured.cpuPerMillion,
        `≤ ${budget}`,
        reference,
        plain.cpuPerMillion,
      ),
      figure(
        `OTLP/${name}: spans a second`,
        measured.spansPerSecond,
        '≥ 250,000',
        reference,
        plain.spansPerSecond,
      ),
    );
  }

  async #load(
    server: { cpuSeconds(): Promise<number> },
    protocol: SenderOptions['protocol'],
    address: string,
  ): Promise<Ingested> {
    await send({ protocol, address, concurrency, requests: warmUpRequests });
    const before = await server.cpuSeconds();
    const result = await send({ protocol, address, concurrency, requests: measuredRequests });
    const used = (await server.cpuSeconds()) - before;
    return {
      spansPerSecond: result.acknowledgedSpans / result.seconds,
      cpuPerMillion: (used / result.acknowledgedSpans) * 1e6,
    };
  }

  async #reference(protocol: SenderOptions['protocol']): Promise<Ingested> {
    const sink = await MeasuredProcess.start<{ address: string }>(join(here, 'sink.ts'), [protocol]);
    const ingested = await this.#load(sink, protocol, sink.ready.address);
    await sink.stop();
    return ingested;
  }

  async #askSizes(): Promise<void> {
    const health = await this.#ask(this.#data, (api) => api.health());
    const expected = (warmUpRequests + measuredRequests) * spansPerRequest;
    if (health.spans !== expected)
      throw new Error(`${health.spans} spans are kept, ${expected} were acknowledged.`);
    this.rows.push(
      figure('Index bytes a span', health.indexBytes / health.spans, '≤ 100'),
      figure('Disk bytes a span', health.diskBytes / health.spans, '≤ 80'),
      figure('RSS with 1 M spans, MiB', health.rssBytes / 2 ** 20, ''),
    );
  }

  /** The store of the ingest group holds a million spans. */
  async #reopen(): Promise<void> {
    if (!this.#isFilled) await this.#fill();
    const seconds: number[] = [];
    for (let round = 0; round < 3; round++) {
      const collector = await this.#start(this.#data);
      seconds.push(collector.startSeconds);
      await collector.stop();
    }
    this.rows.push(figure('Reopening 1 M spans, s from start to ready', median(seconds), '≤ 1.5'));
  }

  async #fill(): Promise<void> {
    const collector = await this.#start(this.#data);
    const requests = warmUpRequests + measuredRequests;
    await send({ protocol: 'http', address: collector.ready.http, concurrency, requests });
    await collector.stop();
    this.#isFilled = true;
  }

  async #columns(): Promise<void> {
    const data = join(this.#folder, 'big');
    const traceId = randomBytes(16).toString('hex') as TraceId;
    const collector = await this.#start(data);
    const requests = bigTraceSpans / spansPerRequest;
    await send({ protocol: 'http', address: collector.ready.http, concurrency, requests, traceId });
    const millis = await this.#ask(data, (api) => timeColumns(api, traceId));
    const keys = ['http.route', 'enduser.id', 'resource.host.name'];
    const attributes = await this.#ask(data, (api) => timed(() => api.attributes({ traceId, keys })));
    const attributeKeys = await this.#ask(data, (api) => timed(() => api.attributeKeys({ traceId })));
    await collector.stop();
    this.rows.push(
      figure('Columns of a 100k-span trace, ms, first time', millis[0] as number, ''),
      figure('Columns of a 100k-span trace, ms', median(millis), '≤ 150'),
      figure('Three attributes of 100k spans, ms, first time', attributes, '≤ 300'),
      figure('Keys of the attributes of 100k spans, ms, first time', attributeKeys, '≤ 600'),
    );
  }

  async #add(rows: readonly Row[] | Promise<readonly Row[]>): Promise<void> {
    this.rows.push(...(await rows));
  }

  async #captureNode(): Promise<void> {
    this.rows.push(...(await nodeCaptureRows(this.#folder)));
  }

  async #syntax(): Promise<void> {
    this.rows.push(...(await benchSyntax(this.#folder)));
  }

  #start(data: string): Promise<Collector> {
    const options = ['--data', data, '--otlp-grpc', '0', '--otlp-http', '0', '--max-spans', '2000000'];
    const profile = this.#profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${this.#profile}`];
    return MeasuredProcess.start<ReadyLine>(
      this.#script,
      ['serve', ...options],
      [...collectorRuntimeOptions, ...profile],
    );
  }

  async #ask<T>(data: string, question: (api: CollectorApi) => Promise<T>): Promise<T> {
    const connection = await findCollector(data, { name: 'bench', onChange: () => undefined });
    if (connection === undefined) throw new Error('The collector does not answer.');
    const answer = await question(connection.rpc.remote);
    connection.dispose();
    return answer;
  }
}

function send(options: SenderOptions): Promise<SenderResult> {
  return runScript<SenderResult>(join(here, 'sender.ts'), [JSON.stringify(options)]);
}

/** From the question to the columns in the client's hands. */
async function timeColumns(api: CollectorApi, traceId: TraceId): Promise<number[]> {
  const millis: number[] = [];
  for (let round = 0; round < columnRounds; round++) {
    const started = performance.now();
    const columns = await api.trace({ traceId });
    millis.push(performance.now() - started);
    if (columns?.count !== bigTraceSpans)
      throw new Error(`${columns?.count} spans came, not ${bigTraceSpans}.`);
  }
  return millis;
}

/** Milliseconds of one question. */
async function timed(question: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await question();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

await main();
