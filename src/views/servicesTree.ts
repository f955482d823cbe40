import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { linkCommands, views } from '../shared/manifest.ts';
import { oneLine } from '../shared/oneLine.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import { type OperationRow, type ServiceRow, serviceRows } from './serviceRows.ts';
import type { SiteFeed } from './siteFeed.ts';

/** Figures of services need no more haste. */
const updateMillis = 1000;

/** Elements are texts, so that equal ones are the same to VS Code: a service, or a service and an operation. */
type Element = string;

/** The Services view: service → operation with its figures; rows are decided in `serviceRows`. */
export class ServicesTree implements vscode.TreeDataProvider<Element>, Disposable {
  readonly #sites: Pick<SiteFeed, 'all'>;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new vscode.EventEmitter<undefined>());
  readonly #update: Throttle;
  readonly #view: vscode.TreeView<Element>;
  #services: ReadonlyMap<Element, ServiceRow> = new Map();
  #operations: ReadonlyMap<Element, OperationRow> = new Map();

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(sites: Pick<SiteFeed, 'all' | 'onDidChange'>, timer: Timer) {
    this.#sites = sites;
    this.#view = this.#owned.register(
      vscode.window.createTreeView(views.services, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.#update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#refresh()));
    this.#owned.register(sites.onDidChange(() => this.#update.request()));
    this.#owned.register(this.#view.onDidChangeVisibility(() => this.#update.request()));
  }

  /** The operation behind an element; `undefined` for a service, or when it was forgotten. */
  operation(element: unknown): OperationRow | undefined {
    return typeof element === 'string' ? this.#operations.get(element) : undefined;
  }

  getChildren(element?: Element): Element[] {
    if (element === undefined) return [...this.#services.keys()];
    return this.#services.get(element)?.operations.map(operationKey) ?? [];
  }

  getTreeItem(element: Element): vscode.TreeItem {
    const service = this.#services.get(element);
    if (service !== undefined) return serviceItem(element, service);
    return operationItem(element, this.#operations.get(element));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #refresh(): void {
    if (!this.#view.visible) return;
    const rows = serviceRows(this.#sites.all());
    this.#services = new Map(rows.map((row) => [serviceKey(row), row]));
    const operations = rows.flatMap((row) => row.operations);
    this.#operations = new Map(operations.map((row) => [operationKey(row), row]));
    this.#changes.fire(undefined);
  }
}

function serviceKey(row: Pick<ServiceRow, 'service'>): Element {
  return JSON.stringify([row.service]);
}

function operationKey(row: OperationRow): Element {
  return JSON.stringify([row.service, row.kind, row.name]);
}

function serviceItem(id: Element, row: ServiceRow): vscode.TreeItem {
  const item = new vscode.TreeItem(
    oneLine(row.service) || '(no service)',
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = id;
  item.description = row.description;
  item.contextValue = 'service';
  item.tooltip = `${oneLine(row.service)}\n${row.description}`;
  return item;
}

function operationItem(id: Element, row: OperationRow | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(row?.name ?? '') || '(no name)');
  item.id = id;
  item.contextValue = 'operation';
  if (row === undefined) return item;
  item.description = row.description;
  item.tooltip = `${oneLine(row.name)}\n${row.kind} · ${row.description}`;
  item.iconPath = operationIcon(row.failed > 0);
  item.command = { command: linkCommands.openOperation, title: vscode.l10n.t('Go to Code'), arguments: [id] };
  return item;
}

function operationIcon(failed: boolean): vscode.ThemeIcon {
  const color = new vscode.ThemeColor(failed ? 'list.errorForeground' : 'symbolIcon.methodForeground');
  return new vscode.ThemeIcon('symbol-method', color);
}
