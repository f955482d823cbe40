import * as vscode from 'vscode';
import type { CollectorApi } from '../shared/protocol.ts';
import type { SpanRef } from '../shared/site.ts';
import { UserError } from '../shared/userError.ts';
import { exportTraces } from './exportTraces.ts';
import { spanJson } from './spanJson.ts';

/** The whole trace is read for one span of it; a larger one would stop the editor. */
const mostBytes = 256e6;

/** Shows a span as OTLP JSON, as it was sent, in an editor of its own. */
export async function showSpanJson(api: Pick<CollectorApi, 'export'>, span: SpanRef): Promise<void> {
  const title = vscode.l10n.t('Reading the span');
  const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const bytes = await vscode.window.withProgress(progress, (_report, token) =>
    exportTraces(api, [span.traceId], {
      isCancelled: () => token.isCancellationRequested,
      onBytes: refuseTooMany,
    }),
  );
  if (bytes === undefined) return;
  const content = spanJson(new TextDecoder().decode(bytes), span.spanId);
  if (content === undefined)
    throw new UserError(
      vscode.l10n.t('This span is no longer kept: it was cleared, or newer traces took its place.'),
    );
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document, { preview: true });
}

function refuseTooMany(sum: number): void {
  if (sum <= mostBytes) return;
  throw new UserError(
    vscode.l10n.t(
      'This trace is too large to show one span of it as JSON. Write the whole trace to a file with "Spanline: Export Trace".',
    ),
  );
}
