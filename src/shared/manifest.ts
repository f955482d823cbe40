/** Names that package.json and the code must agree on; a unit test compares the two. */

/** Commands of the palette, menus and views. */
export const commands = {
  openTrace: 'spanline.openTrace',
  openTraceInNewTab: 'spanline.openTraceInNewTab',
  copyTraceId: 'spanline.copyTraceId',
  pinTrace: 'spanline.pinTrace',
  unpinTrace: 'spanline.unpinTrace',
  togglePin: 'spanline.togglePin',
  exportTrace: 'spanline.exportTrace',
  importTrace: 'spanline.importTrace',
  shareTrace: 'spanline.shareTrace',
  copyTraceLink: 'spanline.copyTraceLink',
  copyTraceJson: 'spanline.copyTraceJson',
  compareTrace: 'spanline.compareTrace',
  compareWithPreviousRun: 'spanline.compareWithPreviousRun',
  sendRequest: 'spanline.sendRequest',
  showServiceGraph: 'spanline.showServiceGraph',
  filterTraces: 'spanline.filterTraces',
  clearFilter: 'spanline.clearFilter',
  showPinned: 'spanline.showPinned',
  startRun: 'spanline.startRun',
  endRun: 'spanline.endRun',
  filterByRun: 'spanline.filterByRun',
  groupByRun: 'spanline.groupByRun',
  ungroup: 'spanline.ungroup',
  clear: 'spanline.clear',
  pause: 'spanline.pause',
  resume: 'spanline.resume',
  showLineSpans: 'spanline.showLineSpans',
  showOperationSpans: 'spanline.showOperationSpans',
  goToCode: 'spanline.goToCode',
  chooseLine: 'spanline.chooseLine',
  mapPath: 'spanline.mapPath',
  showCoverage: 'spanline.showCoverage',
  showSpanDetails: 'spanline.showSpanDetails',
  toggleInlineLatency: 'spanline.toggleInlineLatency',
  copyEndpoint: 'spanline.copyEndpoint',
  copyEnvironment: 'spanline.copyEnvironment',
  showHealth: 'spanline.showHealth',
  showMenu: 'spanline.showMenu',
  showLog: 'spanline.showLog',
  openSettings: 'spanline.openSettings',
  startCollector: 'spanline.startCollector',
  restartCollector: 'spanline.restartCollector',
  stopCollector: 'spanline.stopCollector',
  addForward: 'spanline.addForward',
  removeForward: 'spanline.removeForward',
  toggleForward: 'spanline.toggleForward',
  showForwards: 'spanline.showForwards',
  showLaunches: 'spanline.showLaunches',
  toggleTracedDebugging: 'spanline.toggleTracedDebugging',
  toggleTracedTerminals: 'spanline.toggleTracedTerminals',
  fitWaterfall: 'spanline.waterfall.fit',
  expandAll: 'spanline.waterfall.expandAll',
  collapseAll: 'spanline.waterfall.collapseAll',
  nextError: 'spanline.waterfall.nextError',
  previousError: 'spanline.waterfall.previousError',
  findInWaterfall: 'spanline.waterfall.find',
  focusSpan: 'spanline.waterfall.focus',
  leaveFocus: 'spanline.waterfall.leaveFocus',
  hideShortSpans: 'spanline.waterfall.hideShort',
  showAllSpans: 'spanline.waterfall.showAll',
  toggleNoise: 'spanline.waterfall.toggleNoise',
  toggleGaps: 'spanline.waterfall.toggleGaps',
  nextTimeMode: 'spanline.waterfall.nextTimeMode',
  showWaterfallTab: 'spanline.waterfall.showWaterfall',
  showFlameTab: 'spanline.waterfall.showFlame',
  showStatisticsTab: 'spanline.waterfall.showStatistics',
  showGraphTab: 'spanline.waterfall.showGraph',
  showLogsTab: 'spanline.waterfall.showLogs',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

/** Commands that only links and tree items of ours run; they are not in the palette. */
export const linkCommands = {
  openSpan: 'spanline.openSpan',
  showSiteSpans: 'spanline.showSiteSpans',
  openOperation: 'spanline.openOperation',
  copySdkCommand: 'spanline.copySdkCommand',
  startOnFreePorts: 'spanline.startOnFreePorts',
} as const;

export const views = {
  traces: 'spanline.traces',
  services: 'spanline.services',
  /** In the secondary side bar, where the host has one for extensions (VS Code 1.106 and later). */
  span: 'spanline.span',
  /** The same view in the activity bar's container, for older hosts. */
  spanInSideBar: 'spanline.spanInSideBar',
} as const;

export const waterfallViewType = 'spanline.waterfall';
export const serviceGraphViewType = 'spanline.serviceGraph';

/** Settings with their defaults. */
export const settings = {
  'spanline.collector.dataDirectory': '',
  'spanline.collector.grpcPort': 4317,
  'spanline.collector.httpPort': 4318,
  'spanline.collector.maxSpans': 1_000_000,
  'spanline.collector.keepRunning': false,
  'spanline.collector.maxDiskMegabytes': 1024,
  'spanline.collector.zipkinPort': null,
  'spanline.collector.jaegerThriftPort': null,
  'spanline.collector.jaegerGrpcPort': null,
  'spanline.collector.allowedOrigins': [],
  'spanline.sampling.ratio': 1,
  'spanline.sampling.keep': [
    { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
  ],
  'spanline.forwards': [],
  'spanline.inlineLatency.enabled': true,
  'spanline.pathMappings': {},
  'spanline.links.debugConsole': true,
  'spanline.launch.debugSessions': true,
  'spanline.launch.terminals': false,
  'spanline.launch.capture': true,
  'spanline.runs.debugSessions': true,
} as const;
export type SettingId = keyof typeof settings;

/** Keys of `when` clauses that the extension sets. */
export const contextKeys = {
  /** `connecting`, `ready`, `failed` or `stopped`. */
  collector: 'spanline.collector',
  paused: 'spanline.paused',
  filtered: 'spanline.filtered',
  /** The Traces view shows runs, with their traces below them. */
  grouped: 'spanline.grouped',
  /** An older host: a key that is only set there, since a view whose key comes late is not restored. */
  noSecondarySideBar: 'spanline.noSecondarySideBar',
  lineHasSpans: 'spanline.lineHasSpans',
} as const;
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Colours that themes and users may set. */
export const colors = {
  latency: 'spanline.latencyForeground',
  slow: 'spanline.slowLatencyForeground',
  failed: 'spanline.failedLatencyForeground',
  stale: 'spanline.staleLatencyForeground',
} as const;
