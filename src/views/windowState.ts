import type { Uri } from 'vscode';
import type { CollectorStatus } from '../shared/collectorStatus.ts';
import { healthRows } from '../shared/healthRows.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { SpanView } from '../shared/spanProtocol.ts';
import type { WaterfallState } from '../shared/waterfallProtocol.ts';
import type { CurrentCollector } from './currentCollector.ts';
import type { RecentTraces } from './recentTraces.ts';
import type { ServiceGraphPanel } from './serviceGraphPanel.ts';
import type { SpanPanel } from './spanPanel.ts';
import type { StatusBar } from './statusBar.ts';
import type { TracesTree } from './tracesTree.ts';
import type { WaterfallPanels } from './waterfallPanels.ts';

/**
 * What the window shows, as `activate` hands it out: decorations, tree rows and pages cannot be asked for by
 * any API of VS Code, and tests must see them. Not a promise to other extensions.
 */
export interface WindowState {
  collector(): CollectorStatus;
  statusBar(): string;
  /** `12: 8 ms · ×3`, with the severity in front where it is not normal: `12: failed 8 ms`. */
  annotations(file: Uri): readonly string[];
  /** Rows of the Traces view: label and description. */
  traces(): readonly string[];
  traceFilter(text: string): void;
  /** Rows of the collector's health: `! Refused: …` where something is to be seen to. */
  health(): Promise<readonly string[]>;
  /** Titles of the waterfall tabs whose page has come up. */
  waterfalls(): readonly string[];
  /** How the waterfall tabs show their traces, as far as they have said so. */
  waterfallStates(): readonly WaterfallState[];
  /** Whether the tab with the graph of all services has come up. */
  serviceGraph(): boolean;
  /** What the side panel shows. */
  span(): Promise<SpanView | undefined>;
}

interface Parts {
  readonly api: Pick<CollectorApi, 'health'>;
  readonly collector: Pick<CurrentCollector, 'status'>;
  readonly statusBar: Pick<StatusBar, 'text'>;
  readonly annotationsOf: (file: Uri) => readonly { line: number; text: string; severity: string }[];
  readonly traces: RecentTraces;
  readonly tree: Pick<TracesTree, 'rows'>;
  readonly waterfalls: Pick<WaterfallPanels, 'all'>;
  readonly graph: Pick<ServiceGraphPanel, 'ready'>;
  readonly panel: Pick<SpanPanel, 'current'>;
}

export function windowState(parts: Parts): WindowState {
  const { traces, waterfalls } = parts;
  return {
    collector: () => parts.collector.status,
    statusBar: () => parts.statusBar.text,
    annotations: (file) =>
      parts.annotationsOf(file).map(({ line, text, severity }) => {
        const mark = severity === 'normal' ? '' : `${severity} `;
        return `${line}: ${mark}${text}`;
      }),
    traces: () => parts.tree.rows(),
    traceFilter: (text) => {
      traces.filterText = text;
    },
    health: async () =>
      healthRows(await parts.api.health(), Date.now()).map(
        ({ label, value, warning }) => `${warning === true ? '! ' : ''}${label}: ${value}`,
      ),
    waterfalls: () => waterfalls.all.filter((panel) => panel.ready).map((panel) => panel.title),
    waterfallStates: () => waterfalls.all.flatMap((panel) => panel.state ?? []),
    serviceGraph: () => parts.graph.ready,
    span: () => parts.panel.current(),
  };
}
