import type { AttributeRow } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { Marked, MarkedKey } from '../marked.tsx';
import { CopyButton } from './copyButton.tsx';
import { LongText } from './longText.tsx';
import { usePages } from './pages.tsx';

interface AttributeListProps {
  readonly panel: SpanPanel;
  readonly rows: readonly AttributeRow[];
}

/** Characters of a key that is broken rather than given room. */
const longKey = 40;

/** Keys and values; each can be copied. */
export function AttributeList({ panel, rows }: AttributeListProps) {
  const [shown, more] = usePages(rows);
  return (
    <>
      <dl class="attributes">
        {shown.map((row, index) => (
          <div class="attribute" key={`${index} ${row.key}`}>
            <dt title={row.key} class={row.shown.length > longKey ? 'long' : ''}>
              <MarkedKey text={row.shown} needle={panel.filter.value} />
            </dt>
            <dd class={row.isError ? 'error' : ''}>
              <Value panel={panel} row={row} />
              <CopyButton panel={panel} title={`Copy the value of ${row.key}`} text={() => row.text} />
            </dd>
          </div>
        ))}
      </dl>
      {more}
    </>
  );
}

function Value({ panel, row }: { readonly panel: SpanPanel; readonly row: AttributeRow }) {
  if (row.text === '') return <span class="muted">empty</span>;
  if (!row.isUrl) return <LongText text={row.text} needle={panel.filter.value} />;
  return (
    <button
      type="button"
      class="url"
      title="Open in the browser"
      onClick={() => panel.ask((host) => host.openUrl({ url: row.text }))}
    >
      <Marked text={row.text} needle={panel.filter.value} />
    </button>
  );
}
