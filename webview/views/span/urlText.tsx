import type { AttributeRow } from '../../layout/attributeSections.ts';
import type { UrlParts } from '../../layout/urlParts.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { LongText } from './longText.tsx';
import { SpanText } from './spanText.tsx';

interface UrlTextProps {
  readonly panel: SpanPanel;
  readonly row: AttributeRow;
  readonly parts: UrlParts;
}

/** An address with its query, a line for each parameter; it is opened on a click and never by itself. */
export function UrlText({ panel, row, parts }: UrlTextProps) {
  const needle = panel.filter.value;
  return (
    <>
      {parts.base !== '' && <Base panel={panel} row={row} text={parts.base} />}
      {parts.parameters.map(({ name, value }, index) => (
        <div class="parameter" key={index}>
          <span class="muted">
            {index === 0 ? '?' : '&'}
            <SpanText text={name} needle={needle} />
          </span>
          {' = '}
          <LongText text={value} needle={needle} />
        </div>
      ))}
      {parts.fragment !== '' && (
        <div class="parameter">
          <span class="muted">#</span>
          <LongText text={parts.fragment} needle={needle} />
        </div>
      )}
    </>
  );
}

function Base({ panel, row, text }: Omit<UrlTextProps, 'parts'> & { readonly text: string }) {
  if (!row.isUrl) return <LongText text={text} needle={panel.filter.value} />;
  return (
    <button
      type="button"
      class="url"
      title="Open in the browser"
      onClick={() => panel.ask((host) => host.openUrl({ url: row.text }))}
    >
      <LongTextOfLink text={text} needle={panel.filter.value} />
    </button>
  );
}

/** A button holds no button, so a long address is cut here without one; its tooltip and its copy are whole. */
function LongTextOfLink({ text, needle }: { readonly text: string; readonly needle: string }) {
  return <SpanText text={text.length > 2000 ? `${text.slice(0, 2000)}…` : text} needle={needle} />;
}
