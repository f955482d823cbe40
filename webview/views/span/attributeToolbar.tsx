import type { AttributeRow } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { type AttributeAction, attributeActions } from './attributeActions.ts';

interface ToolbarProps {
  readonly panel: SpanPanel;
  readonly row: AttributeRow;
}

/** What can be done with an attribute, as buttons: one stop of the Tab key, within it the arrow keys move. */
export function AttributeToolbar({ panel, row }: ToolbarProps) {
  return (
    <div class="actions" role="toolbar" aria-label={`Actions on ${row.key}`} onKeyDown={moveInToolbar}>
      {attributeActions(row, panel.asSent.value).map((action, index) => (
        <button
          type="button"
          key={action.title}
          class={`action codicon codicon-${iconOf(action, panel)}`}
          tabIndex={index === 0 ? 0 : -1}
          title={`${action.title} (${keyText(action.key)})`}
          aria-label={action.label}
          onClick={() => action.run(panel)}
        />
      ))}
    </div>
  );
}

function iconOf({ icon, copies }: AttributeAction, panel: SpanPanel): string {
  return copies !== undefined && copies === panel.copied.value ? 'check' : icon;
}

function moveInToolbar(event: KeyboardEvent): void {
  const toolbar = event.currentTarget as HTMLElement;
  const buttons = [...toolbar.querySelectorAll<HTMLElement>('button')];
  const place = buttons.indexOf(event.target as HTMLElement);
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 && event.key !== 'Escape') return;
  event.preventDefault();
  const next = event.key === 'Escape' ? undefined : buttons[place + step];
  if (next !== undefined) next.focus();
  else if (step < 1) toolbar.closest<HTMLElement>('.attribute')?.focus();
}

/** `C` as people press it. */
export function keyText(key: string): string {
  return key === key.toLowerCase() ? key : `Shift+${key.toLowerCase()}`;
}
