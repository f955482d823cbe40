import { useRef } from 'preact/hooks';
import { type TextField, useLabel } from '../../controls.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';

/** Leaves only what holds the text in its key or its value. */
export function AttributeFilter({ panel }: { readonly panel: SpanPanel }) {
  const field = useRef<HTMLElement>(null);
  useLabel(field, 'Filter attributes');
  return (
    <vscode-text-field
      ref={field}
      class="attribute-filter"
      placeholder="Filter attributes"
      value={panel.filter.value}
      onInput={() => {
        panel.filter.value = (field.current as TextField).value;
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') panel.filter.value = '';
      }}
    >
      <span slot="start" class="codicon codicon-filter" />
    </vscode-text-field>
  );
}
