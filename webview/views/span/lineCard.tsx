import type { SpanPlacement, SpanView } from '../../../src/shared/spanProtocol.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';

interface CardProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** The line of code the span comes from, its text, and why we think so. */
export function LineCard({ panel, span }: CardProps) {
  const { placement } = span;
  if (placement === undefined) return <Nowhere panel={panel} span={span} />;
  return (
    <section class="card" aria-label="Code">
      <p class="place" title={placement.evidence}>
        {leads[placement.kind] !== '' && <span class="lead">{leads[placement.kind]}</span>}
        <button
          type="button"
          class="link line-path"
          title={placement.location.path}
          onClick={() => panel.ask((host) => host.openCode({ location: placement.location }))}
        >
          <Path label={placement.label} />
        </button>
      </p>
      {placement.text !== '' && <code title={placement.text}>{placement.text}</code>}
      {placement.stale === true && (
        <small class="stale">The code changed since: what stood there is gone.</small>
      )}
      <small>
        <span title={`Found by: ${placement.rung}`}>{reasonOf(placement)}</span>
        <Choose panel={panel} span={span} />
      </small>
    </section>
  );
}

/** Where there is no room, the folders are cut and never the file and its line. */
function Path({ label }: { readonly label: string }) {
  const name = label.lastIndexOf('/') + 1;
  return (
    <>
      <span class="line-folders">{label.slice(0, name)}</span>
      <span class="line-file">{label.slice(name)}</span>
    </>
  );
}

/** Before the line, so that nobody takes another's line for the span's own. */
const leads = { own: '', guess: 'Perhaps', caller: 'Called from', file: 'Somewhere in' } as const;

function reasonOf({ kind, evidence, confidence }: SpanPlacement): string {
  if (kind === 'caller') return 'No line of its own is known';
  const isSure = confidence === 'exact' || confidence === 'high' || kind !== 'own';
  return isSure ? evidence : `${evidence} · ${confidence} confidence`;
}

/** What is sure is still the user's to correct, but with fewer words. */
function Choose({ panel, span: { placement, otherPlaces } }: CardProps) {
  if (placement === undefined) return null;
  return (
    <>
      {' · '}
      <ChooseButton panel={panel} label={otherPlaces > 0 ? otherPlacesText(otherPlaces) : 'Another line…'} />
    </>
  );
}

function Nowhere({ panel, span }: CardProps) {
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
