import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { CollectorClient } from './client/collectorClient.ts';
import type { Base } from './composeCode.ts';
import { CollectorContext } from './views/collectorContext.ts';
import { CollectorNotices } from './views/collectorNotices.ts';
import { collectorOptions } from './views/collectorOptions.ts';
import { CollectorSettings } from './views/collectorSettings.ts';
import { CollectorSettingsPush } from './views/collectorSettingsPush.ts';
import { CollectorSettingsReader } from './views/collectorSettingsReader.ts';
import { CollectorTraffic } from './views/collectorTraffic.ts';
import { CurrentCollector } from './views/currentCollector.ts';
import { ForwardSecrets } from './views/forwardSecrets.ts';
import { GroupedTraces } from './views/groupedTraces.ts';
import { GroupSwitch } from './views/groupSwitch.ts';
import { HealthWatch } from './views/healthWatch.ts';
import { hostTimer as timer } from './views/hostTimer.ts';

import { RecentRuns } from './views/recentRuns.ts';
import { RecentTraces } from './views/recentTraces.ts';
import { TakenPortNotice } from './views/takenPortNotice.ts';
import { TraceCache } from './views/traceCache.ts';
import { showSettingsProblem } from './views/userMessages.ts';

export type CollectorParts = ReturnType<typeof composeCollector>;

/** The collector as the window has it, what it is told, and what is known of what it holds. */
export function composeCollector(base: Base, context: vscode.ExtensionContext) {
  const { owned, extensionUri, log } = base;
  const collector = owned.register(
    new CurrentCollector((ports) => new CollectorClient(collectorOptions(extensionUri, homedir(), ports))),
  );
  const { api, onDidChange, onDidReconnect } = collector;
  const isReady = (): boolean => collector.status.kind === 'ready';
  const source = { api, onDidChange, onDidReconnect, isReady };
  const report = (problem: string): void => log.warn(problem);
  const traffic = owned.register(new CollectorTraffic(collector, timer));
  const health = owned.register(new HealthWatch(source, timer));
  const runs = owned.register(new RecentRuns(source, timer, report));
  const traces = owned.register(new RecentTraces(collector, timer, report, () => runs.all));
  const grouping = owned.register(new GroupSwitch(context.globalState));
  const grouped = new GroupedTraces(api, traces, runs);
  const traceCache = owned.register(new TraceCache(collector));
  owned.register(new CollectorContext(collector, traffic, traces, grouping));
  owned.register(new CollectorSettings(collector, log));
  owned.register(new CollectorNotices(health.onDidChange, context.globalState, timer));
  const takenPort = owned.register(new TakenPortNotice(collector, context.globalState, timer));
  const secrets = owned.register(new ForwardSecrets(context.secrets));
  const settings = new CollectorSettingsReader(context.globalState);
  const push = owned.register(
    new CollectorSettingsPush({ ...source, ...settingsOf(base, secrets, settings), values: secrets }),
  );
  owned.register(
    push.onDidPush(() => {
      settings.remember();
      health.refresh();
    }),
  );
  return {
    api,
    collector,
    traffic,
    health,
    runs,
    traces,
    grouping,
    grouped,
    traceCache,
    takenPort,
    secrets,
    push,
  };
}

function settingsOf({ owned }: Base, secrets: ForwardSecrets, settings: CollectorSettingsReader) {
  const changes = owned.register(new vscode.EventEmitter<void>());
  owned.register(secrets.onDidChange(() => changes.fire()));
  owned.register(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('spanline')) changes.fire();
    }),
  );
  return {
    onDidChangeSettings: changes.event,
    read: () => settings.read(),
    report: showSettingsProblem,
  };
}
