import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeMenu } from './attributeMenu.tsx';
import { Details } from './details.tsx';

/** The side panel: everything that is known of the selected span. */
export function SpanPage({ panel }: { readonly panel: SpanPanel }) {
  const phase = panel.phase.value;
  switch (phase.kind) {
    case 'loading':
      return (
        <main class="empty" aria-busy="true">
          <vscode-progress-ring aria-label="Loading the span" />
        </main>
      );
    case 'none':
      return (
        <main class="empty">
          <p>Select a span in a waterfall or on a line to see its attributes, events and code here.</p>
        </main>
      );
    case 'failed':
      return (
        <main class="empty">
          <p role="alert">The span cannot be shown: {phase.message}</p>
          <vscode-button appearance="secondary" onClick={() => void panel.refresh()}>
            Look again
          </vscode-button>
        </main>
      );
    case 'span':
      return (
        <>
          <Details panel={panel} span={phase.span} />
          <AttributeMenu panel={panel} />
          <p class="heard" role="status">
            {panel.copied.value === undefined ? '' : 'Copied'}
          </p>
        </>
      );
  }
}
