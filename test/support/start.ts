import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { CollectorProcess } from './collectorProcess.ts';
import { endAll } from './endAll.ts';
import { freePort, isFree } from './freePort.ts';
import { FrontDoor } from './frontDoor.ts';
import { openDesktop } from './openDesktop.ts';
import { cache, root, shop } from './paths.mjs';
import { isAlive } from './processTree.ts';
import { say, step } from './progress.mjs';
import { Sample } from './sample.ts';
import { runMain, StepError } from './stepError.mjs';
import { VSCodeServer } from './vscodeServer.ts';

const { values: options } = parseArgs({
  options: {
    /** Opens a window of the `code` on the PATH instead of one in the browser. */
    desktop: { type: 'boolean', default: false },
    port: { type: 'string', default: '8000' },
    /** Free ports for all there is, so that two can run beside each other. */
    'any-ports': { type: 'boolean', default: false },
    data: { type: 'string', default: join(cache, 'start') },
    'no-load': { type: 'boolean', default: false },
  },
});
const data = resolve(options.data);
/** What the editor shows first: the line that takes the time. */
const firstFile = join(shop, 'services/payments/src/charge.ts');

/** How to end what was started; the last first. */
const started: (() => void | Promise<void>)[] = [];

await runMain(async () => {
  const ending = untilAsked();
  await claim();
  try {
    const collector = await startCollector();
    const [address] = await Promise.all([
      options.desktop ? openOnDesktop(collector) : openInBrowser(collector),
      startSample(collector.endpoint),
    ]);
    say(`Spans go to ${collector.endpoint} (gRPC: ${collector.ready.grpc}).`);
    console.log(`\n  ${address}\n\nCtrl+C ends it all.`);
    await ending;
  } finally {
    await stopAll();
  }
  process.exit(0);
});

/** Resolves at Ctrl+C, or when whoever started this has gone. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    if (process.channel !== undefined) process.once('disconnect', () => resolve());
  });
}

async function stopAll(): Promise<void> {
  console.log('\nEnding …');
  await endAll([...started.splice(0).reverse(), () => rm(join(data, 'pid'), { force: true })]);
}

/** One start at a time has this data; one that was killed may have left a collector, which ends now. */
async function claim(): Promise<void> {
  await mkdir(data, { recursive: true });
  const file = join(data, 'pid');
  const pid = existsSync(file) ? Number(await readFile(file, 'utf8')) : 0;
  if (pid > 0 && isAlive(pid)) {
    throw new StepError(
      `"npm start" runs already (process ${pid}). End it first, or give this one another --data folder.`,
    );
  }
  await writeFile(file, String(process.pid));
  await endLeftCollector();
  // A window starts another collector when the first one dies.
  started.push(endLeftCollector);
}

async function endLeftCollector(): Promise<void> {
  if (!existsSync(join(data, 'spans/collector.json'))) return;
  const cli = [join(root, 'dist/cli.js'), 'stop', '--data', join(data, 'spans')];
  await promisify(execFile)(process.execPath, cli);
}

async function startCollector(): Promise<CollectorProcess> {
  const [grpcPort, httpPort] = options['any-ports'] ? [0, 0] : [await usualPort(4317), await usualPort(4318)];
  const collector = await step('Starting the collector', () =>
    CollectorProcess.start({ data: join(data, 'spans'), grpcPort, httpPort }),
  );
  started.push(() => collector.stop());
  return collector;
}

/** The port that exporters take by default, or another one where it is taken. */
async function usualPort(wanted: number): Promise<number> {
  const port = await freePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is taken, so spans are received on ${port} instead.`);
  return port;
}

async function openInBrowser(collector: CollectorProcess): Promise<string> {
  const port = options['any-ports'] ? await freePort(0) : Number(options.port);
  if (!(await isFree(port))) {
    throw new StepError(`Port ${port} is taken. Choose another one: npm start -- --port 8123`);
  }
  const token = randomBytes(12).toString('base64url');
  const server = await VSCodeServer.start({
    data: join(data, 'vscode'),
    token,
    settings: settingsFor(collector),
  });
  started.push(() => server.stop());
  const window = { folder: shop, openFile: firstFile };
  const door = await FrontDoor.open(port, new URL(`http://${server.authority}`), (host) =>
    server.queryOf(window, host),
  );
  started.push(() => door.close());
  return `http://127.0.0.1:${port}/?tkn=${token}`;
}

async function openOnDesktop(collector: CollectorProcess): Promise<string> {
  const window = { folder: shop, openFile: firstFile };
  const stop = await openDesktop(join(data, 'desktop'), window, settingsFor(collector));
  started.push(stop);
  return 'The window opens in a moment.';
}

function settingsFor({ ready }: CollectorProcess): Readonly<Record<string, unknown>> {
  return {
    'spanline.collector.dataDirectory': ready.data,
    'spanline.collector.grpcPort': portOf(ready.grpc),
    'spanline.collector.httpPort': portOf(ready.http),
  };
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

async function startSample(endpoint: string): Promise<void> {
  const sample = await step('Starting the sample', () =>
    Sample.start({ endpoint, load: options['no-load'] ? '0' : 'gentle' }),
  );
  started.push(() => sample.stop());
  say(
    `The sample serves at ${sample.storefront}${options['no-load'] ? '' : ', and is asked twice a second'}.`,
  );
}
