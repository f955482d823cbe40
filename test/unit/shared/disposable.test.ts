import { expect, test } from 'vitest';
import { DisposableSlot, DisposableStore } from '../../../src/shared/disposable.ts';

test('a store disposes what it owns in reverse order, once', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  for (const name of ['first', 'second']) store.register(logged(log, name));
  store.dispose();
  store.dispose();
  expect(log).toEqual(['second', 'first']);
});

test('a store disposes what comes after its end at once', () => {
  const log: string[] = [];
  const store = new DisposableStore();
  store.dispose();
  store.defer(() => log.push('late'));
  expect(log).toEqual(['late']);
  expect(store.disposed).toBe(true);
});

test('a slot disposes the one before, and the last with itself', () => {
  const log: string[] = [];
  const slot = new DisposableSlot();
  const first = logged(log, 'first');
  slot.value = first;
  slot.value = first;
  expect(log).toEqual([]);
  slot.value = logged(log, 'second');
  expect(log).toEqual(['first']);
  slot.dispose();
  slot.value = logged(log, 'late');
  expect(log).toEqual(['first', 'second', 'late']);
  expect(slot.value).toBeUndefined();
});

function logged(log: string[], name: string): { dispose(): void } {
  return { dispose: () => void log.push(name) };
}
