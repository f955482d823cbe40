import { expect, test } from 'vitest';
import { environmentText, takenSentence } from '../../../src/views/takenPortText.ts';
import { ToldBefore } from '../../../src/views/toldBefore.ts';

const taken = { port: 4317, holder: 'otelcol (process 4711)', freeGrpcPort: 4319, freeHttpPort: 4320 };

test('who has the port, and what programs are to be given instead', () => {
  expect(takenSentence(taken)).toBe('Port 4317 is held by otelcol (process 4711).');
  const variable = (address: string): string => `OTEL_EXPORTER_OTLP_ENDPOINT=http://${address}`;
  expect(environmentText({ kind: 'failed', reason: '', taken })).toBe(variable('127.0.0.1:4320'));
  expect(environmentText({ kind: 'failed', reason: '' })).toBeUndefined();
  expect(environmentText({ kind: 'stopped' })).toBeUndefined();
  const ready = { kind: 'ready', grpc: '127.0.0.1:4317', http: '127.0.0.1:4318' } as const;
  expect(environmentText(ready)).toBe(variable('127.0.0.1:4318'));
});

test('the same is told once on one occasion, whatever window is opened or reloaded', () => {
  const kept = new Map<string, unknown>();
  const memory = {
    get: <T>(key: string) => kept.get(key) as T | undefined,
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  const window = (): ToldBefore => new ToldBefore(memory, 'told', 1000);
  expect(window().isNew('a', 0)).toBe(true);
  expect(window().isNew('a', 999)).toBe(false);
  expect(window().isNew('b', 999)).toBe(true);
  expect(window().isNew('a', 1000)).toBe(true);
});
