import type { AttributeRow } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { LongText } from './longText.tsx';

interface InlineAttributesProps {
  readonly panel: SpanPanel;
  readonly rows: readonly AttributeRow[];
}

/** Attributes behind what they are of, in its line. */
export function InlineAttributes({ panel, rows }: InlineAttributesProps) {
  return (
    <>
      {rows.map(({ key, text }, index) => (
        <span key={`${index} ${key}`} class="inline-attribute">
          {' '}
          <LongText text={`${key}=${text}`} needle={panel.filter.value} />
        </span>
      ))}
    </>
  );
}
