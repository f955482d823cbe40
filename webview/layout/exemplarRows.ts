import type { MetricExemplar } from '../../src/shared/metricExemplars.ts';
import type { Attribute } from '../../src/shared/spanDetail.ts';
import type { UnixNanoText } from '../../src/shared/time.ts';
import { type AttributeRow, attributeRows } from './attributeSections.ts';
import { sinceStart } from './spanLogs.ts';

/** A measurement as the panel shows it. */
export interface ExemplarRow {
  /** From the start of the span: `+1.2 ms`. */
  readonly time: string;
  readonly metric: string;
  /** With its unit: `0.25 s`, `12 By`, `3`. */
  readonly value: string;
  readonly attributes: readonly AttributeRow[];
}

/** The measurements that hold the text of the filter, anywhere. */
export function exemplarRows(
  exemplars: readonly MetricExemplar[],
  start: UnixNanoText,
  filter = '',
): ExemplarRow[] {
  const wanted = filter.trim().toLowerCase();
  return exemplars
    .map((exemplar) => exemplarRow(exemplar, start))
    .filter((row) => wanted === '' || textOf(row).toLowerCase().includes(wanted));
}

function exemplarRow(
  { metric, value, unit, timeUnixNano, attributes }: MetricExemplar,
  start: UnixNanoText,
): ExemplarRow {
  return {
    time: sinceStart(timeUnixNano, start),
    metric,
    value: [shortNumber(value), unitText(unit)].filter((part) => part !== '').join(' '),
    attributes: attributeRows(
      attributes.map(([key, text]): Attribute => ({ key, value: { type: 'string', value: text } })),
    ),
  };
}

/** Doubles come with seventeen digits; nobody reads more than a few of them. Whole numbers stay as sent. */
function shortNumber(value: string): string {
  const number = Number(value);
  return /[.e]/i.test(value) && Number.isFinite(number) ? String(Number(number.toPrecision(4))) : value;
}

/** UCUM, as metrics have it: annotations in braces are not said, and 1 is no unit. */
function unitText(unit: string): string {
  return unit === '1' ? '' : unit.replaceAll(/\{[^}]*\}/g, '');
}

function textOf({ metric, value, attributes }: ExemplarRow): string {
  return [metric, value, ...attributes.map(({ key, text }) => `${key}=${text}`)].join(' ');
}
