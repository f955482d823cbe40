import { deepEqual, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, linkCommands } from '../../src/shared/manifest.ts';
import { activated, becomes } from './spanline.ts';

describe('activation', () => {
  it('finds or starts the collector and says so in the status bar', async () => {
    const window = await activated();
    await becomes(() => window.collector().kind, 'ready');
    await becomes(() => /^\$\(pulse\) OTLP :\d+/.test(window.statusBar()), true);
  });

  it('registers every command', async () => {
    await activated();
    const registered = new Set(await vscode.commands.getCommands(true));
    const wanted = [...Object.values(commands), ...Object.values(linkCommands)];
    deepEqual(
      wanted.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('contributes only commands that the code knows', () => {
    const manifest = vscode.extensions.getExtension('spanline.spanline')?.packageJSON as {
      contributes: { commands: { command: string; title: string }[] };
    };
    const known = new Set<string>(Object.values(commands));
    const contributed = manifest.contributes.commands;
    ok(contributed.every(({ command, title }) => known.has(command) && !title.includes('%')));
  });
});
