import * as vscode from 'vscode';
import { commands } from '../../shared/manifest.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { TraceReference } from '../../shared/traceReference.ts';
import type { RecentTraces } from '../recentTraces.ts';
import { sharedExtension, sharedFile, sharedFileName } from '../sharedFile.ts';
import { traceLink } from '../traceLink.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';
import type { AskTrace } from './askTrace.ts';
import type { CommandTable } from './commandTable.ts';
import { documentOf, exportTraceFile, type Pack } from './traceFiles.ts';

export interface ShareCommandServices {
  readonly api: Pick<CollectorApi, 'export'>;
  readonly askTrace: AskTrace;
  readonly traces: Pick<RecentTraces, 'find'>;
  readonly waterfalls: Pick<WaterfallPanels, 'showing'>;
  /** What is kept over all workspaces. */
  readonly memory: vscode.Memento;
  readonly pack: Pack;
}

/** What is copied stays in memory, and in whatever keeps what was copied. */
const mostCopied = 32e6;
const secretsSaid = 'spanline.secretsSaid';

/** Commands by which a trace leaves the window: as a file, a link, or JSON. */
export function shareCommands(services: ShareCommandServices): CommandTable {
  const { api, askTrace, pack } = services;
  const on =
    (run: (trace: TraceReference) => Promise<void>) =>
    async (argument: unknown): Promise<void> => {
      const trace = await askTrace(argument);
      if (trace !== undefined) await run(trace);
    };
  return {
    [commands.exportTrace]: on(({ traceId }) => exportTraceFile(api, pack, traceId)),
    [commands.shareTrace]: on((trace) => shareTrace(services, trace)),
    [commands.copyTraceLink]: on((trace) => copyLink(services, trace)),
    [commands.copyTraceJson]: on((trace) => copyJson(api, trace)),
  };
}

/** With the span that is selected, where the trace is in view. */
async function copyLink(
  { waterfalls }: ShareCommandServices,
  { traceId, spanId }: TraceReference,
): Promise<void> {
  const selected = spanId ?? waterfalls.showing(traceId)?.selected;
  const link = traceLink(vscode.env.uriScheme, {
    traceId,
    ...(selected !== undefined && { spanId: selected }),
  });
  await vscode.env.clipboard.writeText(link);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', link), 4000);
}

async function copyJson(api: Pick<CollectorApi, 'export'>, { traceId }: TraceReference): Promise<void> {
  const bytes = await documentOf(api, traceId, 'otlp-json', mostCopied);
  if (bytes === undefined) return;
  await vscode.env.clipboard.writeText(new TextDecoder().decode(bytes));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied the trace as OTLP JSON'), 4000);
}

async function shareTrace(
  services: ShareCommandServices,
  { traceId, spanId }: TraceReference,
): Promise<void> {
  if (!(await mayShare(services.memory))) return;
  const target = await chooseTarget(sharedFileName(services.traces.find(traceId)?.root ?? traceId));
  if (target === undefined) return;
  const document = await documentOf(services.api, traceId, 'otlp-json');
  if (document === undefined) return;
  const shown = services.waterfalls.showing(traceId);
  const shared = { traceId, selected: spanId ?? shown?.selected, view: shown?.state };
  await vscode.workspace.fs.writeFile(target, await sharedFile(document, shared));
  const sentence = vscode.l10n.t(
    'The trace is in {0}. Whoever opens it with Spanline sees it as you do.',
    target.fsPath,
  );
  void vscode.window.showInformationMessage(sentence);
}

/** Says once what a trace may hold. */
async function mayShare(memory: vscode.Memento): Promise<boolean> {
  if (memory.get<boolean>(secretsSaid) === true) return true;
  const share = vscode.l10n.t('Share');
  const never = vscode.l10n.t("Share, Don't Show Again");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('A trace may hold secrets.'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Attributes, events and logs of its spans go into the file as they came: addresses, statements, headers, perhaps passwords and tokens. Look through them before you pass the file on.',
      ),
    },
    share,
    never,
  );
  if (answer === never) await memory.update(secretsSaid, true);
  return answer !== undefined;
}

async function chooseTarget(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Share Trace'),
    // The dialog of windows on other machines looks at what follows the last dot alone, and adds what it does not find.
    filters: {
      [vscode.l10n.t('Shared trace')]: [sharedExtension.slice(sharedExtension.lastIndexOf('.') + 1)],
    },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}
