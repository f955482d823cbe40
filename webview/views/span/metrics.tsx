import type { MetricExemplars } from '../../../src/shared/metricExemplars.ts';
import type { SpanView } from '../../../src/shared/spanProtocol.ts';
import { type ExemplarRow, exemplarRows } from '../../layout/exemplarRows.ts';
import type { SpanPanel } from '../../state/spanPanel.ts';
import { InlineAttributes } from './inlineAttributes.tsx';
import { usePages } from './pages.tsx';
import { LoadingSection, Section } from './section.tsx';
import { SpanText } from './spanText.tsx';

interface MetricsProps {
  readonly panel: SpanPanel;
  readonly span: SpanView;
}

/** Measurements that were taken while the span was active, with the time since its start; nothing where there are none. */
export function Metrics({ panel, span }: MetricsProps) {
  const metrics = panel.companions.exemplars.value;
  switch (metrics.kind) {
    case 'loading':
      return metrics.hadSome ? <LoadingSection panel={panel} title="Metrics" /> : null;
    case 'failed':
      return (
        <Section panel={panel} title="Metrics" openByDefault={false}>
          <p class="note">The metrics cannot be shown: {metrics.message}</p>
        </Section>
      );
    case 'there':
      return <Exemplars panel={panel} span={span} metrics={metrics.value} />;
  }
}

function Exemplars({ panel, span, metrics }: MetricsProps & { readonly metrics: MetricExemplars }) {
  const rows = exemplarRows(metrics.exemplars, span.detail.startUnixNano, panel.filter.value);
  const [shown, more] = usePages(rows);
  if (rows.length === 0) return null;
  const missing = metrics.total - metrics.exemplars.length;
  return (
    <Section panel={panel} title="Metrics" count={rows.length}>
      <ul class="events">
        {shown.map((row, index) => (
          <Exemplar key={index} panel={panel} row={row} />
        ))}
      </ul>
      {more}
      {missing > 0 && (
        <p class="note">
          Showing {metrics.exemplars.length.toLocaleString('en-US')} of{' '}
          {metrics.total.toLocaleString('en-US')} measurements, the earliest.
        </p>
      )}
    </Section>
  );
}

function Exemplar({ panel, row }: { readonly panel: SpanPanel; readonly row: ExemplarRow }) {
  return (
    <li>
      <span class="time">{row.time}</span>
      <div class="said">
        <SpanText text={row.metric} /> <b class="measured">{row.value}</b>
        <InlineAttributes panel={panel} rows={row.attributes} />
      </div>
    </li>
  );
}
