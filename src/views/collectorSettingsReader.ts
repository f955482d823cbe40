import * as vscode from 'vscode';
import type { CollectorSettings } from '../shared/collectorSettings.ts';
import { parseCollectorSettings } from '../shared/parseCollectorSettings.ts';
import { collectorSettingIds, settingSentence } from './settingSentence.ts';
import type { Memory } from './toldBefore.ts';

/** The user's settings of a running collector, without what is wrong in them, which the sentences say. */
export interface ReadCollectorSettings {
  readonly settings: CollectorSettings;
  readonly problems: readonly string[];
}

type Key = keyof CollectorSettings;

const keys = Object.keys(collectorSettingIds) as Key[];
const memoryKey = 'spanline.settingsTold';

/**
 * The settings that the user has set, and those that were set when the collector was last told, so that it hears of
 * their end. What was never set here is left as whoever started the collector wanted it.
 */
export class CollectorSettingsReader {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  read(): ReadCollectorSettings {
    const before = this.#memory.get<readonly Key[]>(memoryKey) ?? [];
    const told = keys.filter((key) => isSet(key) || before.includes(key));
    const { settings, problems } = parseCollectorSettings(
      Object.fromEntries(told.map((key) => [key, settingOf(key)])),
    );
    return { settings, problems: problems.map(settingSentence) };
  }

  /** The collector has taken what was read. */
  remember(): void {
    void this.#memory.update(memoryKey, keys.filter(isSet));
  }
}

function isSet(key: Key): boolean {
  const found = vscode.workspace.getConfiguration().inspect(collectorSettingIds[key]);
  return found?.globalValue !== undefined || found?.workspaceValue !== undefined;
}

function settingOf(key: Key): unknown {
  return vscode.workspace.getConfiguration().get(collectorSettingIds[key]);
}
