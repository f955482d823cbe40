import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';

/** The line of code the span comes from, its text, and why we think so. */
export function LineCard({ panel, span }: { readonly panel: SpanPanel; readonly span: SpanView }) {
  const { placement } = span;
  if (placement === undefined) return <Nowhere panel={panel} span={span} />;
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
        {span.otherPlaces > 0 && (
          <>
            {' · '}
            <ChooseButton panel={panel} label={otherPlacesText(span.otherPlaces)} />
          </>
        )}
      </small>
    </section>
  );
}

function Nowhere({ panel, span }: { readonly panel: SpanPanel; readonly span: SpanView }) {
  return (
    <section class="card muted" aria-label="Code">
      No line of the workspace is known for this span.
      <small>
        {span.whyNowhere !== undefined && `${span.whyNowhere} `}
        <ChooseButton panel={panel} label="Choose a line…" />
      </small>
    </section>
  );
}

function ChooseButton({ panel, label }: { readonly panel: SpanPanel; readonly label: string }) {
  return (
    <button type="button" class="link" onClick={() => panel.ask((host) => host.chooseLine())}>
      {label}
    </button>
  );
}

function otherPlacesText(count: number): string {
  return count === 1 ? '1 other place…' : `${count} other places…`;
}
