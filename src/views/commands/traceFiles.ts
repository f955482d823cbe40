import * as vscode from 'vscode';
import {
  type ExportFormat,
  exportExtensions,
  exportFormats,
  namedFormat,
  type Packing,
} from '../../shared/exportFormat.ts';
import type { TraceId } from '../../shared/ids.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import { UserError } from '../../shared/userError.ts';
import { exportTraces } from '../exportTraces.ts';
import { megabytes } from '../importedText.ts';

/** Compresses the bytes of a file. */
export type Pack = (bytes: Uint8Array, packing: Packing) => Promise<Uint8Array>;

interface FormatPick extends vscode.QuickPickItem {
  readonly format: ExportFormat;
}

/** Asks for the format and where to, and writes the trace there; can be cancelled, and leaves no file then. */
export async function exportTraceFile(
  api: Pick<CollectorApi, 'export'>,
  pack: Pack,
  traceId: TraceId,
): Promise<void> {
  const chosen = await chooseFormat();
  if (chosen === undefined) return;
  const target = await chooseTarget(chosen, traceId);
  if (target === undefined) return;
  const named = namedFormat(target.path);
  const bytes = await documentOf(api, traceId, chosen);
  if (bytes === undefined) return;
  const packed = named.packing === undefined ? bytes : await pack(bytes, named.packing);
  await vscode.workspace.fs.writeFile(target, packed);
  void offerToOpen(target, named.packing === undefined && chosen !== 'otlp-protobuf');
}

/** The whole trace as one document; `undefined` once cancelled. */
export async function documentOf(
  api: Pick<CollectorApi, 'export'>,
  traceId: TraceId,
  format: ExportFormat,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | undefined> {
  const title = vscode.l10n.t('Exporting the trace');
  const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const bytes = await vscode.window.withProgress(progress, (report, token) =>
    exportTraces(
      api,
      [traceId],
      {
        isCancelled: () => token.isCancellationRequested,
        onBytes: (sum) => {
          if (sum > mostBytes) throw new UserError(tooLarge());
          report.report({ message: megabytes(sum) });
        },
      },
      format,
    ),
  );
  if (bytes !== undefined && bytes.length === 0)
    throw new UserError(vscode.l10n.t('This trace is no longer kept.'));
  return bytes;
}

function tooLarge(): string {
  return vscode.l10n.t(
    'This trace is too large to be copied. Write it to a file with "Spanline: Export Trace".',
  );
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const names = formatNames();
  const items = exportFormats.map(
    (format): FormatPick => ({ label: names[format], description: exportExtensions[format], format }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Export Trace'),
    placeHolder: vscode.l10n.t('Format of the file; add .gz or .zst to its name to have it compressed'),
    ignoreFocusOut: true,
  });
  return picked?.format;
}

function formatNames(): Readonly<Record<ExportFormat, string>> {
  const { t } = vscode.l10n;
  return {
    'otlp-json': t('OTLP JSON'),
    'otlp-ndjson': t('OTLP JSON, one document a line'),
    'otlp-protobuf': t('OTLP protobuf'),
    'jaeger-json': t('Jaeger JSON'),
    'zipkin-json': t('Zipkin JSON, version 2'),
    'zipkin-v1-json': t('Zipkin JSON, version 1'),
  };
}

async function chooseTarget(format: ExportFormat, traceId: TraceId): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const extension = exportExtensions[format].slice(1);
  return await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Trace'),
    // The dialog of windows on other machines looks at what follows the last dot alone, and adds what it does not find.
    filters: { [formatNames()[format]]: [extension.slice(extension.lastIndexOf('.') + 1), 'gz', 'zst'] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, `trace-${traceId}.${extension}`) }),
  });
}

/** Only text can be looked at in an editor. */
async function offerToOpen(target: vscode.Uri, isText: boolean): Promise<void> {
  const openFile = vscode.l10n.t('Open File');
  const sentence = vscode.l10n.t('The trace was exported.');
  const answer = await vscode.window.showInformationMessage(sentence, ...(isText ? [openFile] : []));
  if (answer !== undefined) await vscode.commands.executeCommand('vscode.open', target);
}
