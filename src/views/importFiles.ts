import * as vscode from 'vscode';
import { messageOf } from '../shared/assert.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { SharedTrace } from '../shared/sharedTrace.ts';
import { UserError } from '../shared/userError.ts';
import { type FileImport, importedText, isKept, megabytes } from './importedText.ts';
import { readSharedFile } from './sharedFile.ts';
import type { Log } from './userMessages.ts';
import type { WaterfallPanels } from './waterfallPanels.ts';

/** A file crosses to the collector in one message, which has its limit at a gibibyte. */
const mostBytes = 512 * 1024 * 1024;

export interface ImportServices {
  readonly api: Pick<CollectorApi, 'import'>;
  readonly waterfalls: Pick<WaterfallPanels, 'open'>;
  readonly log: Log;
}

/** A file to import: by its address, or with what was dropped. */
export interface TraceFile {
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

export function fileAt(uri: vscode.Uri): TraceFile {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return { name, read: () => readFile(uri, name) };
}

/**
 * Keeps what files hold, one after the other, and says what was kept and what not; a single trace, or the one that a shared
 * file is about, is shown. Can be cancelled between two files.
 */
export async function importFiles(services: ImportServices, files: readonly TraceFile[]): Promise<void> {
  const title =
    files.length === 1
      ? vscode.l10n.t('Importing {0}', files[0]?.name ?? '')
      : vscode.l10n.t('Importing {0} files', files.length);
  const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const imports = await vscode.window.withProgress(progress, async (report, token) => {
    const done: FileImport[] = [];
    for (const [i, file] of files.entries()) {
      if (token.isCancellationRequested) break;
      if (files.length > 1)
        report.report({ message: file.name, increment: i === 0 ? 0 : 100 / files.length });
      done.push(await importFile(services, file));
    }
    return done;
  });
  tell(services, imports);
}

async function importFile({ api, log }: ImportServices, file: TraceFile): Promise<FileImport> {
  try {
    const bytes = await file.read();
    const shared = await readSharedFile(bytes);
    const result = await api.import({ bytes });
    for (const problem of result.problems) log.warn(`${file.name}: ${problem}`);
    return { name: file.name, result, shared };
  } catch (error) {
    const problem = messageOf(error);
    log.warn(`${file.name}: ${problem}`);
    return { name: file.name, problem };
  }
}

function tell({ waterfalls }: ImportServices, imports: readonly FileImport[]): void {
  const traceIds = [...new Set(imports.flatMap(({ result }) => result?.traceIds ?? []))];
  const said = importedText(imports, vscode.l10n.t);
  if (imports.length > 0 && !imports.some(isKept)) throw new UserError(said.join(' '));
  const shared = imports.find((one) => one.shared !== undefined)?.shared;
  const [traceId] = traceIds;
  if (shared !== undefined && traceIds.includes(shared.traceId)) openShared(waterfalls, shared);
  else if (traceId !== undefined && (traceIds.length === 1 || imports.length === 1)) {
    waterfalls.open({ traceId, selected: undefined });
  }
  if (said.length > 0) void vscode.window.showInformationMessage(said.join(' '));
}

function openShared(
  waterfalls: ImportServices['waterfalls'],
  { traceId, selected, view }: SharedTrace,
): void {
  waterfalls.open({ traceId, selected, ...(view !== undefined && { view }) });
}

async function readFile(uri: vscode.Uri, name: string): Promise<Uint8Array> {
  const size = await sizeOf(uri, name);
  if (size > mostBytes) {
    throw new UserError(
      vscode.l10n.t(
        'This file has {0}, and at most {1} can be imported at once. Split it into smaller files.',
        megabytes(size),
        megabytes(mostBytes),
      ),
    );
  }
  return new Uint8Array(await vscode.workspace.fs.readFile(uri));
}

async function sizeOf(uri: vscode.Uri, name: string): Promise<number> {
  const stat = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
  if (stat === undefined)
    throw new UserError(vscode.l10n.t('{0} cannot be read. Was it moved or deleted?', name));
  if (stat.type === vscode.FileType.Directory)
    throw new UserError(vscode.l10n.t('{0} is a folder; choose the files in it.', name));
  return stat.size;
}

/** Asks which files. */
export async function chooseFiles(): Promise<readonly vscode.Uri[]> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Trace Files'),
    canSelectMany: true,
    filters: {
      [vscode.l10n.t('Traces')]: [
        'json',
        'ndjson',
        'jsonl',
        'pb',
        'binpb',
        'bin',
        'otlp',
        'gz',
        'zst',
        'spanline',
      ],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return files ?? [];
}
