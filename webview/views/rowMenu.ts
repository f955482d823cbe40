import { queryTerm } from '../layout/query.ts';
import { groupKinds, spanOf } from '../layout/rows.ts';
import type { MenuItem } from '../state/openMenu.ts';
import { missingParent, nameOf } from '../state/rowContent.ts';
import type { TraceModel } from '../state/traceModel.ts';
import type { Page } from './page.ts';

const separator: MenuItem = { kind: 'separator' };

/** Shows the menu of a row at a place of the page; without one, below the row's name. */
export function openRowMenu(page: Page, row: number, at?: { readonly x: number; readonly y: number }): void {
  const { view } = page;
  const model = view.model.value;
  const entry = view.rows.value.entry[row];
  if (model === undefined || entry === undefined || row < 0) return;
  const rows = document.querySelector<HTMLElement>('.rows') ?? undefined;
  const box = document.getElementById(`row-${row}`)?.querySelector('.label')?.getBoundingClientRect();
  view.menu.value = {
    label: `Menu of ${nameOf(model, entry)}`,
    items: rowMenu(page, model, row, entry),
    x: at?.x ?? box?.left ?? 40,
    y: at?.y ?? box?.bottom ?? 40,
    from: rows,
  };
}

function rowMenu(page: Page, model: TraceModel, row: number, entry: number): MenuItem[] {
  if (entry >= 0) {
    return [
      ...goItems(page, row),
      separator,
      ...viewItems(page, model, row, entry),
      separator,
      ...filterItems(page, model, entry),
      separator,
      ...copyItems(page, model, entry),
    ];
  }
  return [
    {
      kind: 'item',
      text: isOpen(page, entry) ? 'Fold' : 'Unfold',
      key: isOpen(page, entry) ? '←' : '→',
      run: () => page.moves.toggle(row),
    },
    { kind: 'item', text: 'Zoom to it', run: () => page.moves.zoomToRow(row) },
    separator,
    ...(model.groups.kind[~entry] === groupKinds.orphans
      ? [copyItem(page, 'Copy the id of the missing parent', missingParent(model, entry))]
      : filterItems(page, model, spanOf(entry, model.groups))),
  ];
}

function isOpen({ view }: Page, entry: number): boolean {
  return view.folds.value?.opened[~entry] === 1;
}

function goItems(page: Page, row: number): MenuItem[] {
  return [
    { kind: 'item', text: 'Details', key: 'Enter', run: () => page.showDetails(row) },
    { kind: 'item', text: 'Go to code', key: 'F12', run: () => page.openCode(row, 'beside') },
    { kind: 'item', text: 'Peek at code', key: 'Alt+F12', run: () => page.openCode(row, 'peek') },
  ];
}

function viewItems({ view, moves, display }: Page, model: TraceModel, row: number, span: number): MenuItem[] {
  const focused = view.focus.value !== undefined;
  return [
    { kind: 'item', text: 'Zoom to it', run: () => moves.zoomToRow(row) },
    {
      kind: 'item',
      text: 'Focus on its subtree',
      key: 'z',
      disabled: model.columns.subtree[span] === 1,
      run: () => display.focusRow(row),
    },
    ...(focused
      ? [{ kind: 'item', text: 'Show the whole trace', key: 'Z', run: () => display.leaveFocus() } as const]
      : []),
  ];
}

function filterItems({ moves }: Page, { columns }: TraceModel, span: number): MenuItem[] {
  const name = columns.strings[columns.name[span] as number] as string;
  const service = columns.strings[columns.service[span] as number] as string;
  return [
    {
      kind: 'item',
      text: 'Filter by this operation',
      run: () => moves.filterBy(queryTerm('name', name), false),
    },
    {
      kind: 'item',
      text: 'Filter by this service',
      run: () => moves.filterBy(queryTerm('service', service), false),
    },
  ];
}

function copyItems(page: Page, model: TraceModel, span: number): MenuItem[] {
  const name = model.columns.strings[model.columns.name[span] as number] as string;
  return [
    { ...copyItem(page, 'Copy the name', name), key: 'Ctrl+C' },
    copyItem(page, 'Copy the span’s id', model.idOf(span)),
    copyItem(page, 'Copy the trace’s id', model.columns.traceId),
    {
      kind: 'item',
      text: 'Copy a link to the trace',
      run: () => void page.host.rpc.remote.runTraceCommand({ name: 'copyLink' }).catch(console.error),
    },
  ];
}

function copyItem(page: Page, text: string, copied: string) {
  return {
    kind: 'item',
    text,
    run: () => void page.host.rpc.remote.copy({ text: copied }).catch(console.error),
  } as const;
}
