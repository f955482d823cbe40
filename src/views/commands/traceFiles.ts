import * as vscode from 'vscode';
import type { TraceId } from '../../shared/ids.ts';
import type { CollectorApi, ImportResult } from '../../shared/protocol.ts';
import { UserError } from '../../shared/userError.ts';
import { exportTraces } from '../exportTraces.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';

/** A file crosses to the collector in one message, which has its limit at a gibibyte. */
const mostImportBytes = 512 * 1024 * 1024;

/** Asks where to, and writes OTLP JSON there; can be cancelled, and leaves no file then. */
export async function exportTraceFile(api: Pick<CollectorApi, 'export'>, traceId: TraceId): Promise<void> {
  const target = await chooseTarget(`trace-${traceId}.json`);
  if (target === undefined) return;
  const title = vscode.l10n.t('Exporting the trace');
  const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const written = await vscode.window.withProgress(progress, async (report, token) => {
    const bytes = await exportTraces(api, [traceId], {
      isCancelled: () => token.isCancellationRequested,
      onBytes: (sum) => report.report({ message: megabytes(sum) }),
    });
    if (bytes !== undefined) await vscode.workspace.fs.writeFile(target, bytes);
    return bytes !== undefined;
  });
  if (written) void offerToOpen(target);
}

/** Keeps what a file holds and shows its first trace; asks for the file where none is named. */
export async function importTraceFile(
  api: Pick<CollectorApi, 'import'>,
  waterfalls: Pick<WaterfallPanels, 'open'>,
  argument: unknown,
): Promise<void> {
  const file = argument instanceof vscode.Uri ? argument : await chooseFile();
  if (file === undefined) return;
  const title = vscode.l10n.t('Importing {0}', file.path.slice(file.path.lastIndexOf('/') + 1));
  const progress = { location: vscode.ProgressLocation.Notification, title };
  const result = await vscode.window.withProgress(progress, async () =>
    api.import({ bytes: await readTraceFile(file) }),
  );
  const [traceId] = result.traceIds;
  if (traceId === undefined) {
    throw new UserError(vscode.l10n.t('No span was found in this file. {0}', result.problems[0] ?? ''));
  }
  waterfalls.open({ traceId, selected: undefined });
  void vscode.window.showInformationMessage(importedText(result));
}

async function readTraceFile(file: vscode.Uri): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > mostImportBytes) {
    throw new UserError(
      vscode.l10n.t(
        'This file has {0}, and at most {1} can be imported at once. Split it into smaller files.',
        megabytes(size),
        megabytes(mostImportBytes),
      ),
    );
  }
  return new Uint8Array(await vscode.workspace.fs.readFile(file));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

async function chooseTarget(name: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return await vscode.window.showSaveDialog({
    filters: { [vscode.l10n.t('OTLP JSON')]: ['json'] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}

async function offerToOpen(target: vscode.Uri): Promise<void> {
  const openFile = vscode.l10n.t('Open File');
  const sentence = vscode.l10n.t('The trace was exported.');
  const answer = await vscode.window.showInformationMessage(sentence, openFile);
  if (answer === openFile) await vscode.commands.executeCommand('vscode.open', target);
}

function importedText(result: ImportResult): string {
  const imported = vscode.l10n.t('Imported {0} spans in {1} traces.', result.spans, result.traceIds.length);
  if (result.refused === 0) return imported;
  return `${imported} ${vscode.l10n.t('{0} could not be read: {1}', result.refused, result.problems[0] ?? '')}`;
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Trace File'),
    filters: {
      [vscode.l10n.t('OTLP JSON or protobuf')]: ['json', 'pb', 'bin', 'otlp'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return files?.[0];
}
