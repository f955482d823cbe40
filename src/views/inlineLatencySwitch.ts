import * as vscode from 'vscode';
import type { Event } from '../shared/event.ts';
import type { SettingId } from '../shared/manifest.ts';
import { readSetting } from './readSetting.ts';

const id: SettingId = 'spanline.inlineLatency.enabled';

/** Whether latency is shown on code, as the setting says. */
export const inlineLatencySwitch: { enabled(): boolean; readonly onDidChange: Event<void> } = {
  enabled: () => readSetting(id),
  onDidChange: (listener) =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(id)) listener();
    }),
};
