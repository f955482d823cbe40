import type { AttributeRow } from '../../layout/attributeSections.ts';
import { queryTerm } from '../../layout/query.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';

/** Something that can be done with an attribute, in the row, in its menu and by a key. */
export interface AttributeAction {
  readonly icon: string;
  /** For menus and tooltips. */
  readonly title: string;
  /** For those who hear it. */
  readonly label: string;
  /** `KeyboardEvent.key` on a focused row. */
  readonly key: string;
  readonly isInRow: boolean;
  run(panel: SpanPanel): void;
}

/** The waterfall's columns end their values there, so that no longer one would ever be found. */
const mostQueried = 1000;

export function attributeActions(row: AttributeRow): readonly AttributeAction[] {
  return [...copies(row), ...uses(row), ...formats(row)];
}

function copies({ key, text }: AttributeRow): AttributeAction[] {
  return [
    {
      icon: 'copy',
      title: 'Copy value',
      label: `Copy the value of ${key}`,
      key: 'c',
      isInRow: true,
      run: (panel) => panel.ask((host) => host.copy({ text })),
    },
    {
      icon: 'symbol-key',
      title: 'Copy key=value',
      label: `Copy ${key} and its value`,
      key: 'C',
      isInRow: true,
      run: (panel) => panel.ask((host) => host.copy({ text: `${key}=${text}` })),
    },
  ];
}

function uses({ key, text, queryKey }: AttributeRow): AttributeAction[] {
  if (queryKey === undefined) return [];
  const column: AttributeAction = {
    icon: 'split-horizontal',
    title: 'Add as column',
    label: `Add ${key} as a column`,
    key: 'a',
    isInRow: true,
    run: (panel) => panel.ask((host) => host.addColumn({ key: queryKey })),
  };
  if (text.length > mostQueried) return [column];
  const query = queryTerm(queryKey, text);
  const filter: AttributeAction = {
    icon: 'filter',
    title: 'Filter by this',
    label: `Filter by this value of ${key}`,
    key: 'f',
    isInRow: true,
    run: (panel) => panel.ask((host) => host.filterBy({ query })),
  };
  return [filter, column];
}

function formats({ format, isUrl, text, key }: AttributeRow): AttributeAction[] {
  const open: AttributeAction = {
    icon: 'link-external',
    title: 'Open in the browser',
    label: `Open ${key} in the browser`,
    key: 'o',
    isInRow: true,
    run: (panel) => panel.ask((host) => host.openUrl({ url: text })),
  };
  const toggle: AttributeAction = {
    icon: 'list-flat',
    title: 'Formatted or as sent',
    label: 'Show values formatted or as they were sent',
    key: 's',
    isInRow: true,
    run: (panel) => panel.toggleAsSent(),
  };
  return [...(isUrl ? [open] : []), ...(format === undefined ? [] : [toggle])];
}
