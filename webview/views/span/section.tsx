import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { SpanPanel } from '../../state/spanPanel.ts';

interface SectionProps {
  readonly panel: SpanPanel;
  readonly title: string;
  /** Shown muted behind the title. */
  readonly count?: number | string | undefined;
  readonly openByDefault?: boolean;
  readonly children: ComponentChildren;
}

/** A part of the panel that opens and closes, and stays as it was left. */
export function Section({ panel, title, count, openByDefault = true, children }: SectionProps) {
  const id = useId();
  const open = panel.isOpen(title, openByDefault);
  return (
    <section class="section" aria-label={title}>
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => panel.setOpen(title, !open)}
        >
          <span class={`codicon codicon-chevron-${open ? 'down' : 'right'}`} />
          <span class="section-title">{title}</span>
          {count !== undefined && <span class="section-count">{count}</span>}
        </button>
      </h2>
      {open && (
        <div class="section-body" id={id}>
          {children}
        </div>
      )}
    </section>
  );
}

/** Keeps the place of a section whose content is on its way. */
export function LoadingSection({ panel, title }: Pick<SectionProps, 'panel' | 'title'>) {
  return (
    <Section panel={panel} title={title} count="…" openByDefault={false}>
      <p class="note">Asking the collector…</p>
    </Section>
  );
}
