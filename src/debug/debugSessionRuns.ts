import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import type { SettingId } from '../shared/manifest.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import { DebugRuns } from './debugRuns.ts';

const setting: SettingId = 'spanline.runs.debugSessions';

interface Parts {
  readonly api: Pick<CollectorApi, 'runs' | 'startRun' | 'endRun'>;
  readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  readonly changed: () => void;
}

/** Makes runs of VS Code's debug sessions, where the user wants that. */
export class DebugSessionRuns implements Disposable {
  readonly #owned = new DisposableStore();

  constructor({ api, log, changed }: Parts) {
    const isOn = (): boolean => vscode.workspace.getConfiguration().get<boolean>(setting) === true;
    const runs = new DebugRuns({ api, isOn, report: (problem) => log.warn(problem), changed });
    this.#owned.register(vscode.debug.onDidStartDebugSession((session) => void runs.started(session)));
    this.#owned.register(vscode.debug.onDidTerminateDebugSession((session) => void runs.ended(session)));
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
