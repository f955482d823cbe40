// Bundled to run inside VS Code's extension host, where it runs the test files that its order names.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import Mocha from 'mocha';
import { type MochaEvent, type MochaOrder, mochaOrderFile } from './mochaEvents.ts';

/** VS Code calls it once the window is there, and reports whether it failed. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const order = JSON.parse(readFileSync(join(__dirname, mochaOrderFile), 'utf8')) as MochaOrder;
  const socket = connect(order.port, '127.0.0.1');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    retries: order.retries,
    reporter: Mocha.reporters.Base,
  });
  for (const file of order.files) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => tell(mocha.run(resolve), socket));
  await new Promise<void>((resolve) => socket.end(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

function tell(runner: Mocha.Runner, socket: Socket): void {
  const send = (event: MochaEvent) => socket.write(`${JSON.stringify(event)}\n`);
  runner.on('pass', (test) => send({ kind: 'pass', title: test.fullTitle(), millis: test.duration ?? 0 }));
  runner.on('fail', (test, error: Error) =>
    send({ kind: 'fail', title: test.fullTitle(), error: error.stack ?? error.message }),
  );
  runner.on('retry', (test, error: Error) =>
    send({ kind: 'retry', title: test.fullTitle(), error: error.stack ?? error.message }),
  );
  runner.on('pending', (test) => send({ kind: 'skip', title: test.fullTitle() }));
}
