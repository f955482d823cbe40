import * as vscode from 'vscode';
import type { LaunchEnvironment } from '../launch/launchEnvironment.ts';
import { type LaunchPlan, planLaunch } from '../launch/planLaunch.ts';
import type { CollectorStatus } from '../shared/collectorStatus.ts';
import type { CapturedDirectory } from './capturedDirectory.ts';
import { isOn } from './launchSettings.ts';

interface Parts {
  readonly collector: { readonly status: CollectorStatus };
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
    const { collector, captured, globalStorageUri } = this.#parts;
    if (collector.status.kind !== 'ready') return undefined;
    const capture = isOn('capture') ? { captureDirectory: await captured.path() } : {};
    return await planLaunch({
      ...launch,
      ...capture,
      endpoint: `http://${collector.status.http}`,
      platform: process.platform,
      cacheDirectory: vscode.Uri.joinPath(globalStorageUri, 'go').fsPath,
    });
  }
}
