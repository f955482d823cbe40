import * as vscode from 'vscode';
import type { ForwardSettings } from '../shared/forward.ts';
import { readSetting } from './readSetting.ts';

const id = 'spanline.forwards';

/** A forward as the user's settings hold it: it may be wrong in any way. */
export type WrittenForward = Readonly<Record<string, unknown>>;

export function writtenForwards(): readonly WrittenForward[] {
  return readSetting(id).filter(
    (value): value is WrittenForward => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
}

export function nameOf(forward: WrittenForward): string {
  return typeof forward['name'] === 'string' ? forward['name'] : '';
}

/** All of them at once, in the user's settings of the machine that the collector runs on. */
export async function writeForwards(forwards: readonly (WrittenForward | ForwardSettings)[]): Promise<void> {
  const value = forwards.length === 0 ? undefined : forwards;
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}
