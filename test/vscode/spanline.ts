import { deepEqual, ok } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { WindowState } from '../../src/views/windowState.ts';

const patience = 15_000;

/** The extension as this window runs it. */
export async function activated(): Promise<WindowState> {
  const extension = vscode.extensions.getExtension<WindowState>('spanline.spanline');
  ok(extension, 'The extension is not there.');
  return await extension.activate();
}

/** Where the collector of this window takes OTLP over HTTP. */
export async function endpoint(): Promise<string> {
  const window = await activated();
  await becomes(() => window.collector().kind, 'ready');
  const status = window.collector();
  return status.kind === 'ready' ? `http://${status.http}` : '';
}

/** Waits until something is as expected, and fails with what it was last. */
export async function becomes<T>(actual: () => T | Promise<T>, expected: T): Promise<void> {
  const end = Date.now() + patience;
  let last = await actual();
  while (!isDeepStrictEqual(last, expected) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    last = await actual();
  }
  deepEqual(last, expected);
}

/** A new source file in the open folder, and its end. */
export async function sourceFile(name: string, lines: readonly string[]): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  ok(folder, 'No folder is open.');
  const file = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(`${lines.join('\n')}\n`));
  return file;
}

// A collector outlives its window; one that serves a folder of the tests is of no use after them.
after(async () => {
  await vscode.commands.executeCommand('spanline.stopCollector');
});
