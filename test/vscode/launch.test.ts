import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activated, becomes } from './spanline.ts';

describe('launching', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spanline-launch-'));
    const window = await activated();
    await becomes(() => window.collector().kind, 'ready');
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('tells a program that is debugged where to send spans, and keeps what it was told', async () => {
    const program = join(directory, 'app.js');
    const said = join(directory, 'environment.json');
    await writeFile(
      program,
      `require('fs').writeFileSync(${JSON.stringify(said)}, JSON.stringify(process.env))`,
    );
    await vscode.debug.startDebugging(undefined, {
      type: 'node',
      request: 'launch',
      name: 'app',
      program,
      cwd: directory,
      env: { OTEL_BSP_SCHEDULE_DELAY: '77', OTEL_RESOURCE_ATTRIBUTES: 'team=a' },
    });
    await becomes(async () => (await textOf(said)) !== '', true);
    const env = JSON.parse(await textOf(said)) as Record<string, string>;
    match(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    equal(env['OTEL_BSP_SCHEDULE_DELAY'], '77');
    match(env['NODE_OPTIONS'] ?? '', /--require \S+hook\.cjs/);
    match(
      env['OTEL_RESOURCE_ATTRIBUTES'] ?? '',
      /^team=a,vscode\.session\.id=[\w-]{36},(?:vscode\.workspace\.folder=[^,]+,)?process\.working_directory=/,
    );
  });

  it('tells new terminals the same where that is wanted, and no longer when it is not', async () => {
    const setting = 'spanline.launch.terminals';
    const settings = vscode.workspace.getConfiguration();
    await settings.update(setting, true, vscode.ConfigurationTarget.Global);
    try {
      await becomes(() => endpointInTerminal(directory), true);
    } finally {
      await settings.update(setting, undefined, vscode.ConfigurationTarget.Global);
    }
    await becomes(() => endpointInTerminal(directory), false);
    deepEqual(vscode.window.terminals.length, 0);
  });
});

let terminals = 0;

/** Whether a terminal that is opened now has the endpoint in its environment. */
async function endpointInTerminal(directory: string): Promise<boolean> {
  const said = join(directory, `terminal-${terminals++}.txt`);
  const script = `require('fs').writeFileSync(${JSON.stringify(said)}, 'endpoint ' + (process.env.OTEL_EXPORTER_OTLP_ENDPOINT || 'none'))`;
  const terminal = vscode.window.createTerminal({
    name: 'probe',
    shellPath: process.execPath,
    shellArgs: ['-e', script],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  await becomes(async () => (await textOf(said)) !== '', true);
  const text = await textOf(said);
  terminal.dispose();
  await becomes(() => vscode.window.terminals.length, 0);
  return !text.endsWith('none');
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}
