import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';

/** The line of code the span comes from, its text, and why we think so. */
export function LineCard({ panel, span }: { readonly panel: SpanPanel; readonly span: SpanView }) {
  const { placement } = span;
  if (placement === undefined) {
    return <p class="card muted">No line of the workspace is known for this span.</p>;
  }
  const isSure = placement.confidence === 'exact' || placement.confidence === 'high';
  return (
    <section class="card" aria-label="Code">
      <button
        type="button"
        class="link"
        title={placement.location.path}
        onClick={() => panel.ask((host) => host.openCode({ location: placement.location }))}
      >
        {placement.label}
      </button>
      {placement.text !== '' && <code title={placement.text}>{placement.text}</code>}
      <small>
        {placement.evidence}
        {!isSure && ` · ${placement.confidence} confidence`}
      </small>
    </section>
  );
}
