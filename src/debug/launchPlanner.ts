import * as vscode from 'vscode';
import type { LaunchEnvironment } from '../launch/launchEnvironment.ts';
import { type LaunchPlan, planLaunch } from '../launch/planLaunch.ts';
import type { CapturedDirectory } from './capturedDirectory.ts';
import { isOn } from './launchSettings.ts';
import { settledCollector } from './settledCollector.ts';

interface Parts {
  readonly collector: Parameters<typeof settledCollector>[0];
  readonly timer: Parameters<typeof settledCollector>[1];
  readonly captured: Pick<CapturedDirectory, 'path'>;
  readonly globalStorageUri: vscode.Uri;
}

/** What differs from launch to launch. */
export type PlannedLaunch = Pick<LaunchPlan, 'languages' | 'directory' | 'workspaceFolder' | 'sessionId'> & {
  readonly base: LaunchPlan['base'];
};

/** Plans launches for the collector that the window shows. */
export class LaunchPlanner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `undefined` while there is no collector to send spans to. */
  async plan(launch: PlannedLaunch): Promise<LaunchEnvironment | undefined> {
    const { collector, captured, globalStorageUri, timer } = this.#parts;
    // Who presses F5 as the window opens is not to be left out.
    const status = await settledCollector(collector, timer);
    if (status.kind !== 'ready') return undefined;
    const capture = isOn('capture') ? { captureDirectory: await captured.path() } : {};
    return await planLaunch({
      ...launch,
      ...capture,
      endpoint: `http://${status.http}`,
      platform: process.platform,
      cacheDirectory: vscode.Uri.joinPath(globalStorageUri, 'go').fsPath,
    });
  }
}
