import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sdkAdvice } from '../../../src/launch/sdkAdvice.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spanline-advice-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

test.each([
  [{ 'package.json': '{}' }, 'npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node'],
  [
    { 'package.json': '{}', 'pnpm-lock.yaml': '' },
    'pnpm add @opentelemetry/api @opentelemetry/auto-instrumentations-node',
  ],
  [
    { 'requirements.txt': 'flask\n' },
    'pip install opentelemetry-distro opentelemetry-exporter-otlp && opentelemetry-bootstrap -a install',
  ],
  [
    { 'pyproject.toml': '', 'uv.lock': '' },
    'uv add opentelemetry-distro opentelemetry-exporter-otlp && opentelemetry-bootstrap -a install',
  ],
  [
    { 'go.mod': 'module x' },
    'go get go.opentelemetry.io/otel go.opentelemetry.io/otel/sdk go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp',
  ],
  [
    { 'Cargo.toml': '' },
    'cargo add opentelemetry opentelemetry_sdk opentelemetry-otlp tracing-opentelemetry',
  ],
  [{ 'composer.json': '{}' }, 'composer require open-telemetry/sdk open-telemetry/exporter-otlp'],
])('%j lacks: %s', async (files, command) => {
  expect((await adviceOn(files))?.command).toBe(command);
});

test('an SDK that is there only has to be started', async () => {
  const advice = await adviceOn({
    'requirements-dev.txt': '',
    'requirements.txt': 'opentelemetry-sdk==1.45\n',
  });
  expect(advice).toEqual({
    reason: 'Its OpenTelemetry SDK for Python has not been started.',
    start:
      'Start it with opentelemetry-instrument before the command, as in: opentelemetry-instrument python app.py',
  });
});

test('of an unknown program nothing is said', async () => {
  expect(await adviceOn({ 'notes.txt': '' })).toBeUndefined();
  expect(await sdkAdvice(join(root, 'missing'))).toBeUndefined();
});

async function adviceOn(files: Readonly<Record<string, string>>): ReturnType<typeof sdkAdvice> {
  const directory = await mkdtemp(join(root, 'app-'));
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return await sdkAdvice(directory);
}
