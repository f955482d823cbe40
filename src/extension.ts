import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import * as vscode from 'vscode';
import { type Base, composeCode } from './composeCode.ts';
import { type CollectorParts as Collector, composeCollector } from './composeCollector.ts';
import { CapturedDirectory } from './debug/capturedDirectory.ts';
import { DebugLaunches } from './debug/debugLaunches.ts';
import { DebugSessionRuns } from './debug/debugSessionRuns.ts';
import { launchCommands } from './debug/launchCommands.ts';
import { LaunchPlanner } from './debug/launchPlanner.ts';
import { LaunchRecords } from './debug/launchRecords.ts';
import { MissingSpans } from './debug/missingSpans.ts';
import { TerminalEnvironment } from './debug/terminalEnvironment.ts';
import { CaretLine } from './editor/caretLine.ts';
import { editorCommands } from './editor/editorCommands.ts';
import { InlineLatency } from './editor/inlineLatency.ts';
import { LatencyHover } from './editor/latencyHover.ts';
import { messageOf } from './shared/assert.ts';
import { DisposableStore } from './shared/disposable.ts';
import { commands } from './shared/manifest.ts';
import { Selection } from './shared/selection.ts';
import { chooseTrace } from './views/chooseTrace.ts';
import { askTraceOf } from './views/commands/askTrace.ts';
import { collectorCommands } from './views/commands/collectorCommands.ts';
import type { CommandTable } from './views/commands/commandTable.ts';
import { compareCommands } from './views/commands/compareCommands.ts';
import { forwardCommands } from './views/commands/forwardCommands.ts';
import { healthCommands } from './views/commands/healthCommands.ts';
import { pinCommands } from './views/commands/pinCommands.ts';
import { chooseSpanLine, placeCommands } from './views/commands/placeCommands.ts';
import { requestCommands } from './views/commands/requestCommands.ts';
import { runCommands } from './views/commands/runCommands.ts';
import { shareCommands } from './views/commands/shareCommands.ts';
import { showSiteSpans, spanCommands } from './views/commands/spanCommands.ts';
import { traceCommands } from './views/commands/traceCommands.ts';
import type { Pack } from './views/commands/traceFiles.ts';
import { waterfallCommands } from './views/commands/waterfallCommands.ts';
import { CoverageFigure } from './views/coverageFigure.ts';
import { describePlace } from './views/describePlace.ts';
import { eventStacks } from './views/eventStacks.ts';
import { hostTimer as timer } from './views/hostTimer.ts';
import { importFiles, type TraceFile } from './views/importFiles.ts';
import { inlineLatencySwitch } from './views/inlineLatencySwitch.ts';
import { ServiceGraphPanel } from './views/serviceGraphPanel.ts';
import { ServiceOrders } from './views/serviceOrders.ts';
import { ServicesTree } from './views/servicesTree.ts';
import { showSpanJson } from './views/showSpanJson.ts';
import { SpanPanel } from './views/spanPanel.ts';
import { type SpanViewSources, SpanViews } from './views/spanViews.ts';
import { StatusBar } from './views/statusBar.ts';
import { TraceDoors } from './views/traceDoors.ts';
import { TracesTree } from './views/tracesTree.ts';
import { runForUser, showProblem } from './views/userMessages.ts';
import type { WaterfallServices } from './views/waterfallPanel.ts';
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

/** How a line is quoted for the shell of the machine that programs run on. */
const shell = process.platform === 'win32' ? 'windows' : 'posix';

/** Compression of files that are exported. */
const pack: Pack = (bytes, packing) =>
  packing === 'gzip' ? promisify(gzip)(bytes) : promisify(zstdCompress)(bytes);

function compose(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): WindowState {
  const { subscriptions, extensionUri } = context;
  const owned = new DisposableStore();
  subscriptions.push(owned);
  const base = { owned, extensionUri, log };
  const collector = composeCollector(base, context);
  const code = composeCode(base, context, collector);
  const editor = composeEditor(base, code);
  const launches = composeLaunches(base, context, collector);
  const views = composeViews(base, { ...collector, ...launches }, code, editor.selection);
  const spans = { ...collector, ...code, ...views, selection: editor.selection };
  const askTrace = askTraceOf(collector.traces, views.waterfalls, timer);
  const doors = { askTrace, timer, log };
  owned.register(new TraceDoors({ ...collector, ...views, timer, log }));
  registerCommands(base, {
    ...traceCommands({ ...spans, ...doors }),
    ...shareCommands({ ...spans, ...doors, memory: context.globalState, pack }),
    ...compareCommands({ ...spans, ...doors }),
    ...requestCommands({ ...spans, ...doors, memory: context.workspaceState, shell }),
    [commands.showServiceGraph]: () => views.graph.show(),
    ...spanCommands(spans),
    ...editorCommands(editor.caret, code.places, (query) => showSiteSpans(spans, query)),
    ...waterfallCommands(views.waterfalls),
    ...collectorCommands({ ...collector, coverage: views.coverage, log }),
    ...healthCommands({ ...collector, timer }),
    ...forwardCommands({ ...collector, timer }),
    ...runCommands(collector),
    ...pinCommands({ ...collector, ...views, askTrace }),
    ...launchCommands(launches),
    ...placeCommands(spans),
  });
  void collector.collector.start();
  return windowState({ ...collector, ...views, annotationsOf: (file) => editor.latency.annotationsOf(file) });
}

function composeLaunches(
  { owned, log }: Base,
  context: vscode.ExtensionContext,
  { api, runs, collector, traffic }: Pick<Collector, 'api' | 'runs' | 'collector' | 'traffic'>,
) {
  const { globalStorageUri, environmentVariableCollection: variables } = context;
  const captured = new CapturedDirectory(context);
  const planner = new LaunchPlanner({ collector, captured, globalStorageUri, timer });
  const records = owned.register(new LaunchRecords());
  owned.register(new DebugLaunches({ planner, records, log }));
  owned.register(new DebugSessionRuns({ api, log, changed: () => runs.refresh() }));
  owned.register(new TerminalEnvironment({ planner, records, variables, collector, log }));
  const missing = owned.register(new MissingSpans({ records, traffic: traffic.onDidChange, timer }));
  return { records, missing };
}

function composeEditor({ owned }: Base, { places }: Code) {
  const selection = owned.register(new Selection());
  const latency = owned.register(new InlineLatency(places, inlineLatencySwitch, timer));
  const caret = owned.register(new CaretLine(places, selection, timer));
  owned.register(vscode.languages.registerHoverProvider({ scheme: 'file' }, new LatencyHover(places)));
  return { selection, latency, caret };
}

function composeViews(
  base: Base,
  { api, collector, missing, ...model }: Collector & ReturnType<typeof composeLaunches>,
  code: Code,
  selection: Selection,
) {
  const { owned, extensionUri, log } = base;
  const { places, sites, stackOf } = code;
  const { onDidChange, onDidReconnect } = collector;
  const shared = { extensionUri, selection, places, onDidChange, onDidReconnect, timer, log };
  const stacks: SpanViewSources['stacks'] = (detail) => eventStacks(detail, stackOf);
  const serviceOrders = new ServiceOrders();
  const spans = new SpanViews({
    api,
    traces: model.traceCache,
    serviceOrders,
    places,
    describePlace,
    stacks,
  });
  const panel: SpanPanel = owned.register(
    new SpanPanel({
      ...shared,
      spans,
      openSpan: ({ traceId, spanId }) => waterfalls.open({ traceId, selected: spanId }),
      chooseLine: (span) =>
        chooseSpanLine({ api, selection, sites, places, pathChoices: code.pathChoices }, span),
      showJson: (span) => showSpanJson(api, span),
      api,
      filterBy: (query) => waterfalls.filter(query, true),
      addColumn: (key) => waterfalls.addColumn(key),
    }),
  );
  const showDetails: WaterfallServices['showDetails'] = (how) => panel.show(how);
  const waterfalls = owned.register(
    new WaterfallPanels({
      ...shared,
      api,
      traces: model.traceCache,
      openSpan: ({ traceId, spanId }) => waterfalls.open({ traceId, selected: spanId }, { newTab: true }),
      chooseTrace: (traceId, choice) => chooseTrace(api, traceId, choice),
      serviceOrders,
      showDetails,
    }),
  );
  const takeFiles = (files: readonly TraceFile[]): Promise<void> =>
    runForUser(log, () => importFiles({ api, waterfalls, log }, files));
  const tree = owned.register(
    new TracesTree({ ...model, collector, selection, hints: missing, timer, importFiles: takeFiles }),
  );
  const graph = owned.register(new ServiceGraphPanel({ ...shared, api, traces: model.traces }));
  const services = owned.register(new ServicesTree(sites, timer));
  const coverage = owned.register(
    new CoverageFigure(() => places.coverage(), [sites.onDidChange, places.onDidChange], timer),
  );
  const statusBar = owned.register(new StatusBar({ ...model, collector, coverage, timer }));
  return { panel, waterfalls, graph, tree, services, coverage, statusBar };
}

type Code = ReturnType<typeof composeCode>;

function registerCommands({ owned, log }: Base, table: CommandTable): void {
  for (const [id, run] of Object.entries(table)) {
    owned.register(
      vscode.commands.registerCommand(id, (argument: unknown, others: unknown) =>
        runForUser(log, () => run(argument, others)),
      ),
    );
  }
}
