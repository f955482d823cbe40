import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { CollectorClient } from './client/collectorClient.ts';
import { defaultDataDirectory } from './client/dataDirectory.ts';
import { CaretLine } from './editor/caretLine.ts';
import { CodeSites } from './editor/codeSites.ts';
import { EditedFiles } from './editor/editedFiles.ts';
import { editorCommands } from './editor/editorCommands.ts';
import { InlineLatency } from './editor/inlineLatency.ts';
import { LatencyHover } from './editor/latencyHover.ts';
import { messageOf } from './shared/assert.ts';
import { DisposableStore } from './shared/disposable.ts';
import { Selection } from './shared/selection.ts';
import { createResolverOf } from './source/createResolver.ts';
import { SiteLines } from './source/siteLines.ts';
import { parseStackTrace, placeFrames } from './source/stackTrace.ts';
import { VscodeFiles } from './source/vscode/vscodeFiles.ts';
import { CollectorContext } from './views/collectorContext.ts';
import { CollectorSettings } from './views/collectorSettings.ts';
import { CollectorTraffic } from './views/collectorTraffic.ts';
import { collectorCommands } from './views/commands/collectorCommands.ts';
import type { CommandTable } from './views/commands/commandTable.ts';
import { showSiteSpans, spanCommands } from './views/commands/spanCommands.ts';
import { traceCommands } from './views/commands/traceCommands.ts';
import { waterfallCommands } from './views/commands/waterfallCommands.ts';
import { CurrentCollector } from './views/currentCollector.ts';
import { describePlace } from './views/describePlace.ts';
import { eventStacks } from './views/eventStacks.ts';
import { hostTimer } from './views/hostTimer.ts';
import { inlineLatencySwitch } from './views/inlineLatencySwitch.ts';
import { readSetting } from './views/readSetting.ts';
import { RecentTraces } from './views/recentTraces.ts';
import { ServicesTree } from './views/servicesTree.ts';
import { showSpanJson } from './views/showSpanJson.ts';
import { SiteFeed } from './views/siteFeed.ts';
import { SpanPanel } from './views/spanPanel.ts';
import { SpanViews } from './views/spanViews.ts';
import { StatusBar } from './views/statusBar.ts';
import { TraceCache } from './views/traceCache.ts';
import { TracesTree } from './views/tracesTree.ts';
import { runForUser, showProblem } from './views/userMessages.ts';
import { WaterfallPanels } from './views/waterfallPanels.ts';
import { type WindowState, windowState } from './views/windowState.ts';

export function activate(context: vscode.ExtensionContext): WindowState {
  const log = vscode.window.createOutputChannel('Spanline', { log: true });
  context.subscriptions.push(log);
  try {
    return compose(context, log);
  } catch (error) {
    log.error(error instanceof Error ? error : messageOf(error));
    showProblem(vscode.l10n.t('Spanline could not start: {0}', messageOf(error)));
    throw error;
  }
}

function compose(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): WindowState {
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const { extensionUri } = context;
  const timer = hostTimer;
  const report = (problem: string): void => log.warn(problem);

  const selection = owned.register(new Selection());
  const collector = owned.register(
    new CurrentCollector(() => new CollectorClient(clientOptions(extensionUri))),
  );
  const { api, onDidChange } = collector;
  const traffic = owned.register(new CollectorTraffic(collector, timer));
  const traces = owned.register(new RecentTraces(collector, timer, report));
  const traceCache = owned.register(new TraceCache(collector));

  const files = new VscodeFiles((error) => log.error(messageOf(error)));
  const wasm = vscode.Uri.joinPath(extensionUri, 'dist', 'wasm').fsPath;
  const resolver = owned.register(createResolverOf(files, wasm));
  owned.register(resolver.onDidFail((error) => log.error(messageOf(error))));
  const lines = owned.register(
    new SiteLines({
      sites: (query) => api.sites(query),
      resolver,
      onError: (error) => log.error(messageOf(error)),
    }),
  );
  const feed = owned.register(new SiteFeed(lines, collector, timer, report));
  const code = owned.register(new CodeSites(lines, owned.register(new EditedFiles(timer))));

  const latency = owned.register(new InlineLatency(code, inlineLatencySwitch, timer));
  const caret = owned.register(new CaretLine(code, selection, timer));
  owned.register(vscode.languages.registerHoverProvider({ scheme: 'file' }, new LatencyHover(code)));

  const spans = new SpanViews({
    api,
    traces: traceCache,
    places: code,
    describePlace,
    stacks: (detail) =>
      eventStacks(detail, (text, service) => placeFrames(parseStackTrace(text), files, service)),
  });
  const panel: SpanPanel = owned.register(
    new SpanPanel({
      ...{ extensionUri, selection, spans, places: code, onDidChange, timer, log },
      openSpan: ({ traceId, spanId }) => waterfalls.open({ traceId, selected: spanId }),
      showJson: (span) => showSpanJson(api, span),
    }),
  );
  const waterfalls = owned.register(
    new WaterfallPanels({
      ...{ extensionUri, traces: traceCache, onDidChange, places: code, selection, timer, log },
      showDetails: (how) => panel.show(how),
    }),
  );
  const tree = owned.register(new TracesTree(traces, collector, selection, timer));
  const services = owned.register(new ServicesTree(feed, timer));
  const statusBar = owned.register(new StatusBar(collector, traffic));
  owned.register(new CollectorContext(collector, traffic, traces));
  owned.register(new CollectorSettings(collector, log));

  const spanServices = { api, sites: feed, services, places: code, selection, waterfalls, panel };
  registerCommands(owned, log, {
    ...traceCommands({ api, traces, waterfalls, timer }),
    ...spanCommands(spanServices),
    ...editorCommands(caret, code, (query) => showSiteSpans(spanServices, query)),
    ...waterfallCommands(waterfalls),
    ...collectorCommands({ collector, traffic, log, timer }),
  });
  void collector.start();
  return windowState({
    ...{ collector, statusBar, traces, tree, waterfalls, panel },
    annotationsOf: (file) => latency.annotationsOf(file),
  });
}

function registerCommands(owned: DisposableStore, log: vscode.LogOutputChannel, table: CommandTable): void {
  for (const [id, run] of Object.entries(table)) {
    owned.register(
      vscode.commands.registerCommand(id, (argument: unknown) => runForUser(log, () => run(argument))),
    );
  }
}

function clientOptions(extensionUri: vscode.Uri): ConstructorParameters<typeof CollectorClient>[0] {
  return {
    name: `${vscode.env.appName} ${vscode.version}`,
    mayStart: true,
    collectorPath: vscode.Uri.joinPath(extensionUri, 'dist', 'collector.js').fsPath,
    dataDirectory:
      readSetting('spanline.collector.dataDirectory') ||
      defaultDataDirectory(process.platform, process.env, homedir()),
    grpcPort: readSetting('spanline.collector.grpcPort'),
    httpPort: readSetting('spanline.collector.httpPort'),
    maxSpans: readSetting('spanline.collector.maxSpans'),
  };
}
