import * as vscode from 'vscode';
import { type Disposable, DisposableSlot, DisposableStore } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import { colors } from '../shared/manifest.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import {
  type LineAnnotation,
  lineAnnotations,
  type Severity,
  sameAnnotations,
  severities,
} from './lineAnnotations.ts';
import type { FileSites } from './placedSite.ts';
import { SiteWeights } from './siteWeight.ts';

/** Each distinct text costs the editor a style rule, so that a file never has more than these. */
const maxLines = 200;
const updateMillis = 250;
/** A line that was typed on shows its figures again after this long, or when the caret leaves it. */
const typingMillis = 2000;

const colorOf: Readonly<Record<Severity, string>> = {
  normal: colors.latency,
  slow: colors.slow,
  failed: colors.failed,
  stale: colors.stale,
};

export interface InlineLatencySwitch {
  enabled(): boolean;
  readonly onDidChange: Event<void>;
}

/** Draws the end-of-line latency of every visible editor; what it says is decided in `lineAnnotations`. */
export class InlineLatency implements Disposable {
  readonly #files: FileSites;
  readonly #switch: InlineLatencySwitch;
  readonly #owned = new DisposableStore();
  readonly #types = new Map<Severity, vscode.TextEditorDecorationType>();
  readonly #timer: Timer;
  readonly #update: Throttle;
  readonly #typing = this.#owned.register(new DisposableSlot<Disposable>());
  #drawn = new WeakMap<vscode.TextEditor, readonly LineAnnotation[]>();
  #typedOn: { readonly document: vscode.TextDocument; readonly line: number } | undefined;

  constructor(files: FileSites, latencySwitch: InlineLatencySwitch, timer: Timer) {
    this.#files = files;
    this.#switch = latencySwitch;
    this.#timer = timer;
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#drawAll()));
    for (const severity of severities)
      this.#types.set(severity, this.#owned.register(decorationType(severity)));
    this.#listen();
    this.#update.request();
  }

  /** What is written behind the lines of a file, whether an editor shows it or not. */
  annotationsOf(uri: vscode.Uri): readonly LineAnnotation[] {
    return this.#compute(uri, [], new Set(), new SiteWeights(this.#files.all()));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #listen(): void {
    const { window, workspace } = vscode;
    const request = (): void => this.#update.request();
    this.#owned.register(this.#files.onDidChange(request));
    this.#owned.register(this.#switch.onDidChange(() => this.#drawAll()));
    this.#owned.register(window.onDidChangeVisibleTextEditors(() => this.#drawAll()));
    this.#owned.register(window.onDidChangeTextEditorVisibleRanges(request));
    this.#owned.register(workspace.onDidChangeTextDocument((event) => this.#edited(event)));
    this.#owned.register(window.onDidChangeTextEditorSelection((event) => this.#moved(event)));
  }

  /** An edit moves and swallows decorations in ways only the editor knows: the next drawing starts afresh. */
  #edited(event: vscode.TextDocumentChangeEvent): void {
    const editor = vscode.window.activeTextEditor;
    const change = event.contentChanges.at(-1);
    if (change === undefined) return;
    for (const visible of editorsOf(event.document)) this.#drawn.delete(visible);
    if (editor?.document === event.document) {
      this.#typedOn = { document: event.document, line: change.range.start.line + 1 };
      this.#typing.value = this.#timer.after(typingMillis, () => this.#showTypedLine());
      this.#draw(editor, new SiteWeights(this.#files.all()));
    }
    this.#update.request();
  }

  #moved(event: vscode.TextEditorSelectionChangeEvent): void {
    const typed = this.#typedOn;
    if (typed === undefined || typed.document !== event.textEditor.document) return;
    if (event.selections.some((selection) => selection.active.line + 1 === typed.line)) return;
    this.#showTypedLine();
  }

  #showTypedLine(): void {
    this.#typedOn = undefined;
    this.#typing.value = undefined;
    this.#update.request();
  }

  #drawAll(): void {
    const weights = new SiteWeights(this.#files.all());
    for (const editor of vscode.window.visibleTextEditors) this.#draw(editor, weights);
  }

  #draw(editor: vscode.TextEditor, weights: SiteWeights): void {
    const { document } = editor;
    if (document.uri.scheme !== 'file') return;
    const hidden = this.#typedOn?.document === document ? [this.#typedOn.line] : [];
    const annotations = this.#switch.enabled()
      ? this.#compute(document.uri, visibleLines(editor), new Set(hidden), weights)
      : [];
    if (sameAnnotations(annotations, this.#drawn.get(editor) ?? [])) return;
    this.#drawn.set(editor, annotations);
    for (const [severity, type] of this.#types) {
      const own = annotations.filter((annotation) => annotation.severity === severity);
      editor.setDecorations(
        type,
        own.flatMap((annotation) => decoration(document, annotation)),
      );
    }
  }

  #compute(
    uri: vscode.Uri,
    visible: readonly { first: number; last: number }[],
    hidden: ReadonlySet<number>,
    weights: SiteWeights,
  ): readonly LineAnnotation[] {
    const sites = this.#files.inFile(uri.fsPath);
    const errors = this.#files.errorsIn(uri.fsPath);
    if (sites.length === 0 && errors.length === 0) return [];
    const matters = (site: Parameters<SiteWeights['matters']>[0]): boolean => weights.matters(site);
    return lineAnnotations({ sites, errors, matters, visible, hidden, limit: maxLines });
  }
}

function decorationType(severity: Severity): vscode.TextEditorDecorationType {
  const color = new vscode.ThemeColor(colorOf[severity]);
  return vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2.5em', color },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    ...(severity === 'failed' && {
      overviewRulerColor: color,
      overviewRulerLane: vscode.OverviewRulerLane.Right,
    }),
  });
}

function decoration(document: vscode.TextDocument, annotation: LineAnnotation): vscode.DecorationOptions[] {
  if (annotation.line < 1 || annotation.line > document.lineCount) return [];
  const { end } = document.lineAt(annotation.line - 1).range;
  return [{ range: new vscode.Range(end, end), renderOptions: { after: { contentText: annotation.text } } }];
}

function visibleLines(editor: vscode.TextEditor): readonly { first: number; last: number }[] {
  return editor.visibleRanges.map((range) => ({ first: range.start.line + 1, last: range.end.line + 1 }));
}

function editorsOf(document: vscode.TextDocument): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}
