import { useRef } from 'preact/hooks';
import { type TextField, useLabel } from '../../controls.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';

interface FilterProps {
  readonly panel: SpanPanel;
  /** How much was found; empty while nothing is filtered for. */
  readonly found: string;
}

/** Leaves only what holds the text in its key or its value. */
export function AttributeFilter({ panel, found }: FilterProps) {
  const field = useRef<HTMLElement>(null);
  useLabel(field, 'Filter attributes');
  return (
    <div class="filter" role="search">
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
          if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.attribute')?.focus();
        }}
      >
        <span slot="start" class="codicon codicon-filter" />
      </vscode-text-field>
      <p class="found" role="status">
        {found}
      </p>
    </div>
  );
}
