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
export type PlannedLaunch = Pick<
  LaunchPlan,
  'base' | 'languages' | 'directory' | 'workspaceFolder' | 'sessionId'
>;

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
    return await planLaunch({
      ...launch,
      captureDirectory: isOn('capture') ? await captured.path() : undefined,
      endpoint: `http://${status.http}`,
      platform: process.platform,
      cacheDirectory: vscode.Uri.joinPath(globalStorageUri, 'go').fsPath,
    });
  }
}
