// Starts the whole shop: `node run.mjs [--endpoint URL] [--load gentle|REQUESTS_A_SECOND] [--port STOREFRONT]
// [--capture HOOK]`.
// Prints one line when it serves; Ctrl+C, or the end of the process that started it, ends all of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLoad } from './load.mjs';

/** @typedef {{ name: string, script: string, env?: Record<string, string>, traced?: boolean }} Program */

const { values: options } = parseArgs({
  options: {
    endpoint: {
      type: 'string',
      default: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? 'http://127.0.0.1:4318',
    },
    load: { type: 'string', default: '0' },
    port: { type: 'string', default: '0' },
    // What Spanline requires in a program to know the lines of its spans: `dist/capture/node/hook.cjs`.
    capture: { type: 'string' },
  },
});
const requestsPerSecond = options.load === 'gentle' ? 2 : Number(options.load);

/** @type {Program[]} */
const programs = [
  { name: 'broker', script: 'outside/broker.ts', traced: false },
  { name: 'api.cards.example', script: 'outside/cardNetwork.ts', traced: false },
  {
    name: 'notifications',
    script: 'services/notifications/src/worker.ts',
    env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  },
  {
    name: 'payments',
    script: 'services/payments/src/server.ts',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
  },
  { name: 'orders', script: 'services/orders/src/server.ts', env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } },
  { name: 'gateway', script: 'services/gateway/src/routes.ts' },
  { name: 'storefront', script: 'services/storefront/src/checkout.ts' },
];

/** @type {{ process: import('node:child_process').ChildProcess, traced: boolean }[]} */
const children = [];
const stopped = new AbortController();

if (Number(process.versions.node.split('.')[0]) < 24) {
  fail(
    `The shop needs Node 24 or newer, this is ${process.version}. "npm start" at the top of the project brings one.`,
  );
}
if (!(requestsPerSecond >= 0))
  fail(`--load is "gentle" or a number of requests a second, not "${options.load}".`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop(0));
if (process.send !== undefined) process.once('disconnect', () => void stop(0));

const urls = await addresses();
const storefront = String(urls['SHOP_STOREFRONT_URL']);
await Promise.all(programs.map(start));
console.log(`The shop is open at ${storefront}, its spans go to ${options.endpoint}.`);
process.send?.({ ready: true, storefront });
if (requestsPerSecond > 0) void startLoad(storefront, requestsPerSecond, stopped.signal);

/** One free port for each program, named in the environment of all. */
async function addresses() {
  const wanted = programs.map((program) => (program.name === 'storefront' ? Number(options.port) : 0));
  const ports = await freePorts(wanted);
  return Object.fromEntries(
    programs.map(({ name }, index) => [
      `SHOP_${name.replaceAll('.', '_').toUpperCase()}_URL`,
      `http://127.0.0.1:${ports[index]}`,
    ]),
  );
}

/**
 * Below the range that systems take ports from by themselves, so that nothing else takes one between this
 * look and the start of the program. All are held until the last is found.
 * @param {number[]} wanted
 */
async function freePorts(wanted) {
  const servers = [];
  for (const port of wanted) servers.push(await listen(port === 0 ? undefined : port));
  const ports = servers.map(
    (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** @param {number | undefined} port @returns {Promise<import('node:net').Server>} */
async function listen(port) {
  const server = createServer();
  server.listen(port ?? 20_000 + Math.floor(Math.random() * 12_000), '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (port === undefined) return await listen(port);
    return fail(`Port ${port} is taken: start the shop with another --port (${String(error)}).`);
  }
}

/** @param {Program} program */
async function start({ name, script, env, traced = true }) {
  const capture = options.capture === undefined ? [] : ['--require', resolve(options.capture)];
  const register = traced ? [...capture, '--import', './telemetry/register.ts'] : [];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...register, script], {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: options.endpoint,
      OTEL_SERVICE_NAME: name,
      // The spans that `lib` starts are of those who call it, as of any other library.
      SPANLINE_SKIP_FILES: join(import.meta.dirname, 'lib'),
      ...env,
      ...urls,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push({ process: child, traced });
  child.once('exit', (code) => {
    if (!stopped.signal.aborted) fail(`${name} ended by itself with code ${code}; what it said is above.`);
  });
  await once(child, 'message');
}

/**
 * The services send their last spans; what they talk to stays until then, and ends with this process.
 * @param {number} code
 */
async function stop(code) {
  if (stopped.signal.aborted) return;
  stopped.abort();
  const services = children.filter((child) => child.traced).map((child) => child.process);
  const running = services.filter((service) => service.exitCode === null && service.signalCode === null);
  const ends = running.map((service) => once(service, 'exit'));
  for (const service of running) service.kill('SIGTERM');
  setTimeout(() => {
    for (const service of running) service.kill('SIGKILL');
  }, 3000).unref();
  await Promise.all(ends);
  process.exit(code);
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence);
  for (const child of children) child.process.kill('SIGKILL');
  process.exit(1);
}
