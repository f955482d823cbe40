import type { BackLink } from '../../../src/shared/protocol.ts';
import type { SpanLink } from '../../../src/shared/spanDetail.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { attributeRows } from '../../layout/attributeSections.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { AttributeList } from './attributeList.tsx';
import { Dropped } from './dropped.tsx';
import { usePages } from './pages.tsx';
import { LoadingSection, Section } from './section.tsx';
import { SpanText } from './spanText.tsx';

interface LinksProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** Spans of this or of other traces that the span points at. */
export function Links({ panel, span }: LinksProps) {
  const { links, droppedLinks } = span.detail;
  const wanted = panel.filter.value.trim().toLowerCase();
  const found = links
    .map((link, index) => ({ link, name: span.linkNames[index] }))
    .filter(({ link, name }) => linkText(link, name).toLowerCase().includes(wanted));
  const [shown, more] = usePages(found);
  const dropped = panel.isFiltered.value ? 0 : droppedLinks;
  if (found.length === 0 && dropped === 0) return null;
  return (
    <Section panel={panel} title="Links" count={found.length} openByDefault={false}>
      {shown.map(({ link, name }, index) => (
        <div class="span-link" key={index}>
          <LinkButton panel={panel} span={link} own={span} name={name} />
          <AttributeList panel={panel} rows={linkRows(link)} label="Attributes of the link" />
        </div>
      ))}
      {more}
      <Dropped count={dropped} what="links" />
    </Section>
  );
}

function linkRows({ attributes, traceState }: SpanLink) {
  const state = { key: 'trace state', value: { type: 'string', value: traceState } } as const;
  return attributeRows(traceState === '' ? attributes : [...attributes, state]);
}

function linkText(link: SpanLink, name = ''): string {
  const attributes = attributeRows(link.attributes).map(({ key, text }) => `${key}=${text}`);
  return [name, link.traceId, link.spanId, ...attributes].join(' ');
}

/** Spans, also of other traces, that point at the span. */
export function BackLinks({ panel, span }: LinksProps) {
  const answer = panel.companions.backLinks.value;
  const all: readonly BackLink[] = answer.kind === 'there' ? answer.value : [];
  const wanted = panel.filter.value.trim().toLowerCase();
  const found = all.filter((link) =>
    [link.service, link.name, link.traceId, link.spanId].join(' ').toLowerCase().includes(wanted),
  );
  const [shown, more] = usePages(found);
  if (answer.kind === 'loading') {
    return answer.hadSome ? <LoadingSection panel={panel} title="Linked from" /> : null;
  }
  if (answer.kind === 'failed') {
    return (
      <Section panel={panel} title="Linked from" openByDefault={false}>
        <p class="note">The spans that link here cannot be shown: {answer.message}</p>
      </Section>
    );
  }
  if (found.length === 0) return null;
  return (
    <Section panel={panel} title="Linked from" count={found.length} openByDefault={false}>
      {shown.map((link, index) => (
        <div class="span-link" key={index}>
          <LinkButton panel={panel} span={link} own={span} name={`${link.service} · ${link.name}`} />
        </div>
      ))}
      {more}
    </Section>
  );
}

interface LinkButtonProps {
  readonly panel: SpanPanel;
  readonly span: Pick<SpanLink, 'traceId' | 'spanId'>;
  readonly own: SpanView;
  /** `undefined` where the span is not there to be opened. */
  readonly name: string | undefined;
}

function LinkButton({ panel, span: { traceId, spanId }, own, name }: LinkButtonProps) {
  const isHere = traceId === own.detail.traceId;
  return (
    <>
      <button
        type="button"
        class="link span-link-name"
        title={`Trace ${traceId}, span ${spanId}`}
        onClick={() => panel.ask((host) => host.openSpan({ traceId, spanId }))}
      >
        <SpanText text={name ?? `Span ${spanId}, not received here`} needle={panel.filter.value} />
      </button>
      <span class="muted">{isHere ? ' in this trace' : ` in trace ${traceId.slice(0, 8)}…`}</span>
    </>
  );
}
