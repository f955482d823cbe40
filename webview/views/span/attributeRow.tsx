import { useSignal } from '@preact/signals';
import type { AttributeRow as Row } from '../../layout/attributeSections.ts';
import { asSent, type ShownValue, shownValue } from '../../layout/shownValue.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { attributeActions } from './attributeActions.ts';
import { AttributeToolbar } from './attributeToolbar.tsx';
import { LongText } from './longText.tsx';
import { moveRowFocus } from './moveRowFocus.ts';
import { KeyText, SpanText } from './spanText.tsx';
import { UrlText } from './urlText.tsx';

interface AttributeRowProps {
  readonly panel: SpanPanel;
  readonly row: Row;
  /** `db.system.name` of the span: which SQL its statements are in. */
  readonly system: string;
  /** Whether the Tab key leads to this row of its list. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
}

/** Characters of a key that is broken rather than given room. */
const longKey = 40;

/** A key with its value; what can be done with it is there while the pointer or the focus is. */
export function AttributeRow({ panel, row, system, isStop, onFocus }: AttributeRowProps) {
  const near = useSignal(false);
  const value = shownOf(panel, row, system);
  const classes = ['attribute', value.isBlock ? 'block' : ''].join(' ').trim();
  const openMenu = (event: MouseEvent): void => {
    if (getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    const from = event.currentTarget as HTMLElement;
    const { left, top } = from.getBoundingClientRect();
    const isByKey = event.clientX === 0 && event.clientY === 0;
    panel.menu.value = {
      row,
      from,
      x: isByKey ? left + 24 : event.clientX,
      y: isByKey ? top + 20 : event.clientY,
    };
  };
  return (
    <div
      role="row"
      class={classes}
      tabIndex={isStop ? 0 : -1}
      onPointerEnter={() => {
        near.value = true;
      }}
      onPointerLeave={(event) => {
        near.value = (event.currentTarget as HTMLElement).contains(document.activeElement);
      }}
      onFocusIn={() => {
        near.value = true;
        onFocus();
      }}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null;
        near.value = (event.currentTarget as HTMLElement).contains(next);
      }}
      onContextMenu={openMenu}
      onKeyDown={(event) => pressed(event, panel, row)}
    >
      <div role="rowheader" class={row.shown.length > longKey ? 'key long' : 'key'} title={row.key}>
        <KeyText text={row.shown} needle={panel.filter.value} />
      </div>
      <div role="gridcell" class={row.isError ? 'value error' : 'value'}>
        <Value panel={panel} row={row} value={value} />
        {near.value && <AttributeToolbar panel={panel} row={row} />}
      </div>
    </div>
  );
}

function shownOf(panel: SpanPanel, row: Row, system: string): ShownValue {
  if (panel.asSent.value || row.format === undefined) return asSent(row.text);
  return shownValue(row, (text) => panel.sql.formatted(text, system));
}

/** Keys of a row count on the row itself, not on what is inside of it. */
function pressed(event: KeyboardEvent, panel: SpanPanel, row: Row): void {
  if (event.target !== event.currentTarget) return;
  const isCopy = (event.ctrlKey || event.metaKey) && event.key === 'c';
  if ((event.ctrlKey || event.metaKey || event.altKey) && !isCopy) return;
  if (isCopy && getSelection()?.isCollapsed === false) return;
  const action = attributeActions(row, panel.asSent.value).find(({ key }) => key === event.key);
  if (action !== undefined) action.run(panel);
  else if (!moveRowFocus(event)) return;
  event.preventDefault();
}

interface ValueProps {
  readonly panel: SpanPanel;
  readonly row: Row;
  readonly value: ShownValue;
}

function Value({ panel, row, value }: ValueProps) {
  const needle = panel.filter.value;
  if (row.text === '') return <span class="muted">empty</span>;
  if (value.url !== undefined) return <UrlText panel={panel} row={row} parts={value.url} />;
  if (!row.isUrl)
    return (
      <>
        <LongText text={value.text} needle={needle} />
        {row.note !== '' && <span class="value-note">{row.note}</span>}
      </>
    );
  return (
    <button
      type="button"
      class="url"
      title="Open in the browser"
      onClick={() => panel.ask((host) => host.openUrl({ url: row.text }))}
    >
      <SpanText text={value.text} needle={needle} />
    </button>
  );
}
