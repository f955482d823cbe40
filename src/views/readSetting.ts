import * as vscode from 'vscode';
import type { SettingId, settings } from '../shared/manifest.ts';

type Widened<T> = T extends null
  ? number | null
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends string
        ? string
        : T extends readonly unknown[]
          ? readonly unknown[]
          : never;
type SettingValue<K extends SettingId> = Widened<(typeof settings)[K]>;

/** A setting as it is now; its default is in package.json. */
export function readSetting<K extends SettingId>(id: K): SettingValue<K> {
  const value = vscode.workspace.getConfiguration().get<SettingValue<K>>(id);
  if (value === undefined) throw new Error(`The setting ${id} has no default in package.json.`);
  return value;
}
