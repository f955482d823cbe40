import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';

test('one listener that throws does not keep the others from hearing', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event(() => {
    throw new Error('broken');
  });
  emitter.event((value) => heard.push(value));
  expect(() => emitter.fire(1)).toThrow('broken');
  expect(heard).toEqual([1]);
});

test('a listener registered twice is two subscriptions', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  const listen = (value: number): void => void heard.push(value);
  const first = emitter.event(listen);
  emitter.event(listen);
  first.dispose();
  emitter.fire(1);
  expect(heard).toEqual([1]);
});

test('one that is added while firing hears the next', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event(() => emitter.event((value) => heard.push(value)));
  emitter.fire(1);
  emitter.fire(2);
  expect(heard).toEqual([2]);
});

test('after its end nobody hears', () => {
  const emitter = new Emitter<number>();
  const heard: number[] = [];
  emitter.event((value) => heard.push(value));
  emitter.dispose();
  emitter.fire(1);
  expect(heard).toEqual([]);
});
