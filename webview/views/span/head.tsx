import { formatDuration } from '../../../src/shared/duration.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { attributesJson } from '../../layout/attributeText.ts';
import { pathSentence } from '../../layout/pathSentence.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { CopyButton } from './copyButton.tsx';
import { LongText } from './longText.tsx';
import { SpanText } from './spanText.tsx';

interface HeadProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** Who the span is, where it lies in its trace, and its four figures. */
export function Head({ panel, span }: HeadProps) {
  const { detail } = span;
  const { palette } = panel.theme.value;
  const path = pathSentence(span);
  const colour = palette[span.serviceIndex % palette.length] as string;
  return (
    <header class="head">
      <div class="title">
        <h1>
          <SpanText text={shortened(detail.name) || 'Span without a name'} />
        </h1>
        <CopyButton
          panel={panel}
          title="Copy the attributes as JSON"
          text={() => JSON.stringify(attributesJson(detail.attributes), undefined, 2)}
        />
        <vscode-button
          appearance="icon"
          title="Raw OTLP JSON"
          aria-label="Raw OTLP JSON"
          onClick={() => panel.ask((host) => host.showJson())}
        >
          <span class="codicon codicon-json" />
        </vscode-button>
      </div>
      <p class="who">
        <span class="mark" style={{ backgroundColor: colour }} />
        <span>
          <SpanText text={detail.service || 'service without a name'} />
        </span>
        {detail.kind !== 'unspecified' && <span> {detail.kind}</span>}
        <Status span={span} />
      </p>
      <Strip span={span} colour={colour} />
      <dl class="figures">
        <Figure name="Duration" value={formatDuration(span.durationNano)} />
        <Figure name="Self" value={formatDuration(span.selfNano)} />
        <Figure name="Starts at" value={formatDuration(span.startNano)} />
        <Figure name="Critical" value={share(span.criticalNano, span.traceDurationNano)} />
      </dl>
      {path !== '' && <p class="path">{path}</p>}
    </header>
  );
}

function Status({ span: { detail } }: { readonly span: SpanView }) {
  if (detail.status === 'unset') return null;
  const text = detail.statusMessage === '' ? detail.status : `${detail.status}: ${detail.statusMessage}`;
  return (
    <span>
      {' '}
      <span class={detail.status === 'error' ? 'error' : ''}>
        <LongText text={text} needle="" />
      </span>
    </span>
  );
}

/** Longer names are cut: some carry a statement, which the attributes have as well. */
const mostCharacters = 500;

function shortened(name: string): string {
  return name.length > mostCharacters ? `${name.slice(0, mostCharacters)}…` : name;
}

/** Where the span lies in its trace. */
function Strip({ span, colour }: { readonly span: SpanView; readonly colour: string }) {
  const whole = Math.max(span.traceDurationNano, 1);
  const left = Math.min(100, (100 * span.startNano) / whole);
  const width = Math.min(100 - left, (100 * span.durationNano) / whole);
  const words = `From ${formatDuration(span.startNano)} to ${formatDuration(span.startNano + span.durationNano)} of ${formatDuration(span.traceDurationNano)}`;
  return (
    <div class="extent" role="img" aria-label={words} title={words}>
      <span style={{ left: `${left}%`, width: `${width}%`, backgroundColor: colour }} />
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** `52 %`; a share too small to show is said to be there. */
function share(part: number, whole: number): string {
  const percent = (100 * part) / Math.max(whole, 1);
  return percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}
