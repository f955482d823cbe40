import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { tracesSchema } from '../../../src/collector/otlp/tracesSchema.ts';
import { wireToJson } from '../../../src/collector/otlp/wireToJson.ts';
import type { AppSpec, Mode } from './appSpec.ts';
import type { SentRequest } from './otlpTee.ts';
import { type Folders, foldersOf } from './placeholders.ts';

/** A home that nobody has; recordings name the real one by `{home}`. */
const anyHome = '/home/somebody';

export function recordingOf(app: AppSpec, mode: Mode): string {
  return join(app.folder, 'recordings', `${mode}.ndjson`);
}

export function hasRecording(app: AppSpec, mode: Mode): boolean {
  return existsSync(recordingOf(app, mode));
}

/** Writes what a program sent, one request a line; requests without spans are left out. */
export async function writeRecording(app: AppSpec, mode: Mode, sent: readonly SentRequest[]): Promise<void> {
  const file = recordingOf(app, mode);
  await mkdir(dirname(file), { recursive: true });
  const lines = sent
    .filter(({ path }) => path === '/v1/traces')
    .map((request) => withoutMachine(asJson(request)));
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  await writeFile(file, `${withoutPaths(text, foldersOf(app, mode))}\n`);
}

/** Sends a recording to a collector, and answers how many spans it has. */
export async function replay(app: AppSpec, mode: Mode, endpoint: string): Promise<number> {
  const text = withPaths(await readFile(recordingOf(app, mode), 'utf8'), foldersOf(app, mode));
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const path = line.startsWith('{"resourceLogs"') ? '/v1/logs' : '/v1/traces';
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(endpoint + path, { method: 'POST', headers, body: line });
    if (!answer.ok) throw new Error(`${recordingOf(app, mode)}: ${answer.status} ${await answer.text()}`);
  }
  return text.split('"startTimeUnixNano"').length - 1;
}

function asJson({ contentType, body }: SentRequest): unknown {
  if (contentType.startsWith('application/json')) return JSON.parse(body.toString()) as unknown;
  return wireToJson(tracesSchema, body, 0, body.length);
}

/** Attributes that tell of the machine or of whoever runs it, and of nothing else. */
const ofTheMachine =
  /^(host\.|os\.|process\.(pid|parent_pid|owner|creation|user|title)|telemetry\.distro\.|service\.instance\.id$|vscode\.session)/;

function withoutMachine(request: unknown): unknown {
  const text = JSON.stringify(request);
  return JSON.parse(text, (key, value: unknown) => {
    if (key !== 'attributes' || !Array.isArray(value)) return value;
    return value.filter((one: { key?: string }) => !ofTheMachine.test(one.key ?? ''));
  }) as unknown;
}

/** The longest first: folders lie in one another. */
function pairs(folders: Folders, home: string): readonly (readonly [string, string])[] {
  return [...Object.entries(folders), ['home', home] as const]
    .map(([name, path]) => [`{${name}}`, JSON.stringify(path).slice(1, -1)] as const)
    .sort(([, a], [, b]) => b.length - a.length);
}

function withoutPaths(text: string, folders: Folders): string {
  return pairs(folders, homedir()).reduce((all, [name, path]) => all.replaceAll(path, name), text);
}

function withPaths(text: string, folders: Folders): string {
  return pairs(folders, anyHome).reduce((all, [name, path]) => all.replaceAll(name, path), text);
}
