import type { AttributeRow } from '../../layout/attributeSections.ts';
import { queryTerm } from '../../layout/query.ts';
import { urlParts } from '../../layout/urlParts.ts';
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
  /** What it copies, for those that do. */
  readonly copies?: string;
  run(panel: SpanPanel): void;
}

/** The waterfall's columns end their values there, so that no longer one would ever be found. */
const mostQueried = 1000;

export function attributeActions(row: AttributeRow, isAsSent: boolean): readonly AttributeAction[] {
  return [...copies(row), ...uses(row), ...formats(row, isAsSent)];
}

function copies({ key, text }: AttributeRow): AttributeAction[] {
  return [
    {
      icon: 'copy',
      title: 'Copy value',
      label: `Copy the value of ${key}`,
      key: 'c',
      copies: text,
      run: (panel) => panel.copy(text),
    },
    {
      icon: 'clippy',
      title: 'Copy key=value',
      label: `Copy ${key} and its value`,
      key: 'C',
      copies: `${key}=${text}`,
      run: (panel) => panel.copy(`${key}=${text}`),
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
    run: (panel) => panel.ask((host) => host.addColumn({ key: queryKey })),
  };
  if (text.length > mostQueried) return [column];
  const query = queryTerm(queryKey, text);
  const filter: AttributeAction = {
    icon: 'filter',
    title: 'Filter by this',
    label: `Filter by this value of ${key}`,
    key: 'f',
    run: (panel) => panel.ask((host) => host.filterBy({ query })),
  };
  return [filter, column];
}

function formats({ format, isUrl, text, key }: AttributeRow, isAsSent: boolean): AttributeAction[] {
  // An address without a query or a sign that is encoded reads the same either way.
  const hasOtherForm =
    format !== undefined && (format !== 'url' || urlParts(text, key === 'url.query') !== undefined);
  const title = isAsSent ? 'Show values formatted' : 'Show values as sent';
  const open: AttributeAction = {
    icon: 'link-external',
    title: 'Open in the browser',
    label: `Open ${key} in the browser`,
    key: 'o',
    run: (panel) => panel.ask((host) => host.openUrl({ url: text })),
  };
  const toggle: AttributeAction = {
    icon: isAsSent ? 'wand' : 'list-flat',
    title,
    label: title,
    key: 's',
    run: (panel) => panel.toggleAsSent(),
  };
  return [...(isUrl ? [open] : []), ...(hasOtherForm ? [toggle] : [])];
}
