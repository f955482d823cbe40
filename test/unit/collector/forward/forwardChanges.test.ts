import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ForwardSettings } from '../../../../src/shared/forward.ts';
import { HttpBackEnd } from './backEnd.ts';
import { ForwardYard } from './forwardYard.ts';

let yard: ForwardYard;
let backEnd: HttpBackEnd;

beforeEach(async () => {
  yard = new ForwardYard();
  backEnd = await HttpBackEnd.start();
});

afterEach(async () => {
  vi.restoreAllMocks();
  yard.close();
  await backEnd.stop();
});

function settings(more: Partial<ForwardSettings> = {}): ForwardSettings {
  return { name: 'back end', protocol: 'otlp/http', endpoint: backEnd.endpoint, ...more };
}

async function sendAndSettle(name: string): Promise<void> {
  await yard.send(name);
  yard.linger();
  await yard.settled();
}

test('a forward that was removed and is added again gets nothing of what came in between', async () => {
  yard.configure(settings());
  await sendAndSettle('a');
  yard.configure();
  await yard.send('b');
  yard.configure(settings());
  await sendAndSettle('c');
  expect(backEnd.spans).toEqual([['a'], ['c']]);
});

test('one that is off keeps what comes for when it is on again', async () => {
  yard.configure(settings());
  await sendAndSettle('a');
  const place = yard.open.store.file.lastRowId;
  yard.configure(settings({ enabled: false }));
  await yard.send('b');
  expect(yard.forwards.settledUpTo).toBe(place);
  yard.configure(settings());
  yard.clock.pass(0);
  await yard.settled();
  expect(backEnd.spans).toEqual([['a'], ['b']]);
});

test('a collector that nobody tells of forwards has none, after a minute', async () => {
  yard.configure(settings());
  await sendAndSettle('a');
  yard.restart();
  yard.clock.pass(59_999);
  expect(yard.forwards.settledUpTo).toBe(yard.open.store.file.lastRowId);
  yard.clock.pass(1);
  expect(yard.forwards.settledUpTo).toBe(Number.POSITIVE_INFINITY);
});

test('a window that lacks a secret does not end what another has begun', async () => {
  yard.configure(settings({ headers: { 'x-key': 'secret-1' } }));
  yard.configure(settings({ headers: {}, unresolved: true }));
  await sendAndSettle('a');
  expect(backEnd.requests.map(({ headers }) => headers['x-key'])).toEqual(['secret-1']);
  yard.configure(settings({ headers: {}, unresolved: true, compression: 'gzip' }));
  expect(yard.text()).toBe(
    'off, sent 1: A secret or a variable that its headers name is not known. Add the forward again to enter the secret, or set the variable where VS Code runs.',
  );
  await yard.send('b');
  yard.configure(settings({ headers: { 'x-key': 'secret-2' }, compression: 'gzip' }));
  yard.clock.pass(0);
  await yard.settled();
  expect(backEnd.spans).toEqual([['a'], ['b']]);
});

test('one that is changed goes on where it was, without what was sent a moment ago', async () => {
  yard.configure(settings());
  await sendAndSettle('a');
  yard.configure(settings({ headers: { 'x-team': 'blue' } }));
  await sendAndSettle('b');
  expect(backEnd.spans).toEqual([['a'], ['b']]);
});

test('those that run go on where one that is new cannot begin', async () => {
  yard.configure(settings());
  const { file } = yard.open.store;
  const place = file.forwardPlace('back end');
  vi.spyOn(file, 'rowsAfter')
    .mockImplementationOnce(() => [])
    .mockImplementationOnce(() => {
      throw new Error('The file is broken.');
    });
  expect(() =>
    yard.configure(settings({ headers: { 'x-team': 'blue' } }), settings({ name: 'other' })),
  ).toThrow('The file is broken.');
  expect(yard.forwards.health().map(({ name }) => name)).toEqual(['back end']);
  expect(file.forwardPlace('back end')).toBe(place);
  await sendAndSettle('a');
  expect(backEnd.requests.map(({ headers }) => headers['x-team'])).toEqual([undefined]);
});

test('a place that cannot be written at first is written with the first move', async () => {
  const { file } = yard.open.store;
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(file, 'setForwardPlace').mockImplementationOnce(() => {
    throw new Error('The disk is full.');
  });
  yard.configure(settings());
  expect(told.mock.calls.flat()).toEqual([
    'The place of the forward "back end" could not be written: The disk is full.\n',
  ]);
  await sendAndSettle('a');
  yard.restart();
  await yard.send('b');
  yard.configure(settings());
  yard.clock.pass(0);
  await yard.settled();
  expect(backEnd.spans).toEqual([['a'], ['b']]);
});

test('one that cannot begin has failed by itself, and begins when it is mended', async () => {
  const wrong = settings({ headers: { 'x-key': 'secret\n' } });
  yard.configure(wrong, settings({ name: 'other' }));
  expect(yard.text()).toBe(
    'failed: The header x-key of the forward "back end" has a character that no header can carry. Look for a line break at its end.',
  );
  expect(yard.text('other')).toBe('idle');
  yard.configure(settings({ headers: { 'x-key': 'secret' } }));
  await sendAndSettle('a');
  expect(yard.text()).toBe('idle, sent 1');
});

test('a secret in a long answer is struck out before the answer is cut', async () => {
  backEnd.answers = [{ status: 400, body: `${'x'.repeat(190)} abcdefghijklmnopqrstuvwxyz and more` }];
  yard.configure(settings({ headers: { 'x-key': 'abcdefghijklmnopqrstuvwxyz' } }));
  await sendAndSettle('a');
  expect(yard.text().replaceAll(String(backEnd.port), 'PORT')).toBe(
    `idle, rejected 1: 127.0.0.1:PORT answered 400: “${'x'.repeat(190)} … and mor…”.`,
  );
});
