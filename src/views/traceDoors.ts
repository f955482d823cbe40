import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { commands } from '../shared/manifest.ts';
import type { CollectorChange } from '../shared/protocol.ts';
import type { TraceReference } from '../shared/traceReference.ts';
import { UserError } from '../shared/userError.ts';
import { DebugConsoleLinks } from './debugConsoleLinks.ts';
import { KnownTraces } from './knownTraces.ts';
import { openReference, type ReferenceServices } from './openReference.ts';
import { documentScheme, readTraceLink } from './traceLink.ts';
import { knownMentions, traceMentions } from './traceMentions.ts';
import { type Log, runForUser } from './userMessages.ts';

interface TraceTerminalLink extends vscode.TerminalLink {
  readonly reference: TraceReference;
}

/** Documents of logs: files, and what VS Code's own output channels show. */
const logDocuments: vscode.DocumentSelector = [
  { language: 'log' },
  { language: 'Log' },
  { scheme: 'output' },
  { pattern: '**/*.log' },
];
/** Of a longer document only the end is looked at, where the latest lines are. */
const mostLines = 20_000;
const mostLinks = 2_000;

/** Ways into a trace from outside of our views: links to this editor, and ids in terminals, logs and the debug console. */
export class TraceDoors
  implements
    vscode.UriHandler,
    vscode.TextDocumentContentProvider,
    vscode.TerminalLinkProvider<TraceTerminalLink>,
    vscode.DocumentLinkProvider,
    Disposable
{
  readonly #services: ReferenceServices & { readonly log: Log };
  readonly #owned = new DisposableStore();
  readonly #known: KnownTraces;

  constructor(services: ReferenceServices & { readonly log: Log }) {
    this.#services = services;
    const { collector, timer } = services;
    this.#known = new KnownTraces(collector.api, timer);
    this.#owned.register(vscode.window.registerUriHandler(this));
    this.#owned.register(vscode.workspace.registerTextDocumentContentProvider(documentScheme, this));
    this.#owned.register(vscode.window.registerTerminalLinkProvider(this));
    this.#owned.register(vscode.languages.registerDocumentLinkProvider(logDocuments, this));
    this.#owned.register(new DebugConsoleLinks());
    this.#owned.register(collector.onDidChange((change) => this.#changed(change)));
    this.#owned.register(collector.onDidReconnect(() => this.#known.forget()));
  }

  handleUri(uri: vscode.Uri): Promise<void> {
    const reference = readTraceLink(uri.path, uri.query);
    return runForUser(this.#services.log, () => {
      if (reference === undefined) throw new UserError(vscode.l10n.t('This link names no trace.'));
      return openReference(this.#services, reference);
    });
  }

  /** A link that VS Code could only open as a document: the waterfall takes the place of its tab. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    void this.handleUri(uri).then(() => closeDocument(uri));
    return vscode.l10n.t('The trace opens in the waterfall.');
  }

  async provideTerminalLinks({ line }: vscode.TerminalLinkContext): Promise<TraceTerminalLink[]> {
    const mentions = await knownMentions(traceMentions(line), (ids) => this.#known.of(ids));
    const tooltip = vscode.l10n.t('Open Trace');
    return mentions.map((mention) => ({
      startIndex: mention.start,
      length: mention.length,
      tooltip,
      reference: mention,
    }));
  }

  handleTerminalLink({ reference }: TraceTerminalLink): Promise<void> {
    return runForUser(this.#services.log, () => openReference(this.#services, reference));
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const first = Math.max(0, document.lineCount - mostLines);
    const found: { readonly line: number; readonly mention: ReturnType<typeof traceMentions>[number] }[] = [];
    for (let line = document.lineCount - 1; line >= first && found.length < mostLinks; line--) {
      for (const mention of traceMentions(document.lineAt(line).text)) found.push({ line, mention });
    }
    const kept = new Set(
      await knownMentions(
        found.map(({ mention }) => mention),
        (ids) => this.#known.of(ids),
      ),
    );
    return found
      .filter(({ mention }) => kept.has(mention))
      .map(({ line, mention }) => documentLink(line, mention));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #changed({ cleared }: CollectorChange): void {
    if (cleared) this.#known.forget();
  }
}

function documentLink(line: number, mention: ReturnType<typeof traceMentions>[number]): vscode.DocumentLink {
  const { start, length, traceId, spanId } = mention;
  const argument = encodeURIComponent(JSON.stringify([{ traceId, spanId }]));
  const link = new vscode.DocumentLink(
    new vscode.Range(line, start, line, start + length),
    vscode.Uri.parse(`command:${commands.openTrace}?${argument}`),
  );
  link.tooltip = vscode.l10n.t('Open Trace');
  return link;
}

async function closeDocument(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
  );
  if (shown.length > 0) await vscode.window.tabGroups.close(shown, true);
}
