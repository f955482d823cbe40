import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import type { CodeIndex, IndexedFacts } from '../../../src/source/codeIndex.ts';
import { PatientIndex } from '../../../src/source/patientIndex.ts';

const facts: IndexedFacts = { files: new Map() };

test('an index that takes long is answered for without it, and tells once it is there', async () => {
  const { index, settle, asked } = start();
  expect((await index.all()).files.size).toBe(0);
  expect(index.isComplete).toBe(false);
  expect(await index.all()).not.toBe(facts);
  expect(asked()).toBe(1);
  const changed = new Promise<void>((resolve) => index.onDidChange(resolve));
  settle();
  await changed;
  expect(index.isComplete).toBe(true);
  expect(await index.all()).toBe(facts);
});

test('an index that is there at once is not told of', async () => {
  const { index, settle } = start();
  let changes = 0;
  index.onDidChange(() => changes++);
  settle();
  expect(await index.all()).toBe(facts);
  expect(changes).toBe(0);
});

test('what fails late makes nobody ask again, and who asks then is told', async () => {
  const { index, fail, asked } = start();
  let changes = 0;
  index.onDidChange(() => changes++);
  await index.all();
  fail();
  await new Promise((resolve) => setImmediate(resolve));
  expect(changes).toBe(0);
  await expect(index.all()).rejects.toThrow('no thread');
  expect(asked()).toBe(2);
});

function start() {
  let settle = (): void => undefined;
  let fail = (): void => undefined;
  let count = 0;
  const work = new Promise<IndexedFacts>((resolve, reject) => {
    settle = () => resolve(facts);
    fail = () => reject(new Error('no thread'));
  });
  const slow: CodeIndex = {
    factsOf: async () => undefined,
    all: () => {
      count++;
      return work;
    },
    onDidChange: new Emitter<void>().event,
  };
  return { index: new PatientIndex(slow, 1), settle: () => settle(), fail: () => fail(), asked: () => count };
}
