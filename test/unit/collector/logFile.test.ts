import {
  appendFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogFile } from '../../../src/collector/logFile.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'spanline-log-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(data, { recursive: true, force: true });
});

const noon = (): Date => new Date('2026-01-02T12:00:00.250Z');

test('each line says when', () => {
  const log = new LogFile(data, noon);
  log.write('One.');
  log.write('Two.');
  log.dispose();
  expect(textOf('collector.log')).toBe('2026-01-02T12:00:00.250Z One.\n2026-01-02T12:00:00.250Z Two.\n');
  expect(statSync(join(data, 'collector.log')).mode & 0o777).toBe(0o600);
});

test('stays small for ever and keeps the latest', () => {
  const log = new LogFile(data, noon, { maxBytes: 1000, kept: 2 });
  for (let i = 0; i < 1000; i++) log.write(`Line ${i}.`);
  log.dispose();
  expect(readdirSync(data).sort()).toEqual(['collector.log', 'collector.log.1', 'collector.log.2']);
  const kept = ['collector.log.2', 'collector.log.1', 'collector.log'].map(textOf);
  for (const text of kept) expect(text.length).toBeLessThan(1100);
  const numbers = [...kept.join('').matchAll(/Line (\d+)\./g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => 1000 - numbers.length + i));
  expect(numbers.length).toBeGreaterThan(50);
});

test('what holds the file open as its stderr goes on writing to it', () => {
  const stderr = openSync(join(data, 'collector.log'), 'a');
  const log = new LogFile(data, noon, { maxBytes: 100, kept: 1 });
  writeSync(stderr, `${'x'.repeat(90)}\n`);
  log.write('The line that is too much.');
  writeSync(stderr, 'last words\n');
  log.dispose();
  expect(textOf('collector.log')).toBe('last words\n');
  expect(textOf('collector.log.1')).toContain('too much');
});

test('what others have written is looked after at the start and from time to time', () => {
  vi.useFakeTimers();
  appendFileSync(join(data, 'collector.log'), 'a'.repeat(101));
  const log = new LogFile(data, noon, { maxBytes: 100, kept: 1 });
  expect(textOf('collector.log.1')).toBe('a'.repeat(101));
  appendFileSync(join(data, 'collector.log'), 'b'.repeat(101));
  vi.advanceTimersByTime(60_000);
  log.dispose();
  expect([textOf('collector.log'), textOf('collector.log.1')]).toEqual(['', 'b'.repeat(101)]);
});

test('a directory that is gone costs the line and nothing else', () => {
  const log = new LogFile(join(data, 'gone'), noon);
  expect(() => log.write('Nobody hears this.')).not.toThrow();
  log.dispose();
});

function textOf(name: string): string {
  return readFileSync(join(data, name), 'utf8');
}
