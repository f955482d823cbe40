import { useSignal } from '@preact/signals';
import type { AttributeRow as Row } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeRow } from './attributeRow.tsx';
import { usePages } from './pages.tsx';

interface AttributeListProps {
  readonly panel: SpanPanel;
  readonly rows: readonly Row[];
  /** For those who hear it. */
  readonly label: string;
  /** `db.system.name` of the span, for statements. */
  readonly system?: string;
}

/** Keys and values: one stop of the Tab key, within it the arrow keys move. */
export function AttributeList({ panel, rows, label, system = '' }: AttributeListProps) {
  const [shown, more] = usePages(rows);
  const stop = useSignal('');
  if (rows.length === 0) return null;
  const keys = rowKeys(shown);
  const stopAt = Math.max(0, keys.indexOf(stop.value));
  return (
    <>
      <div role="grid" aria-label={label} class="attributes">
        {shown.map((row, index) => {
          const key = keys[index] ?? '';
          return (
            <AttributeRow
              key={key}
              panel={panel}
              row={row}
              system={system}
              isStop={index === stopAt}
              onFocus={() => {
                stop.value = key;
              }}
            />
          );
        })}
      </div>
      {more}
    </>
  );
}

/** By the attribute's key, so that a row stays the same row, focus and all, when another span is shown. */
function rowKeys(rows: readonly Row[]): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ key }) => {
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return count === 0 ? key : `${key} ${count}`;
  });
}
