import * as vscode from 'vscode';
import type { CollectorApi } from '../shared/protocol.ts';
import type { SpanRef } from '../shared/site.ts';
import { exportTraces } from './exportTraces.ts';
import { spanJson } from './spanJson.ts';

/** Shows a span as OTLP JSON, as it was sent, in an editor of its own. */
export async function showSpanJson(api: Pick<CollectorApi, 'export'>, span: SpanRef): Promise<void> {
  const bytes = await exportTraces(api, [span.traceId]);
  const content = spanJson(new TextDecoder().decode(bytes), span.spanId);
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document, { preview: true });
}
