import type { AttributeKey } from '../../src/shared/traceAttributes.ts';
import { spanColumns } from './tableColumns.ts';

/** Something that can be a column. */
export interface ColumnChoice {
  readonly key: string;
  readonly title: string;
  /** How many spans have it; 0 for what all have. */
  readonly spans: number;
}

/** More are found by typing. */
const mostChoices = 100;

/**
 * What can be added as a column: what every span has first, then attributes by how many spans have them. `text` has
 * to be part of the title; titles that begin with it come first.
 */
export function columnChoices(
  keys: readonly AttributeKey[],
  shown: readonly string[],
  text: string,
): ColumnChoice[] {
  const fields = Object.entries(spanColumns).map(([key, title]) => ({ key, title, spans: 0 }));
  const attributes = [...keys]
    .sort((a, b) => b.spans - a.spans || a.key.localeCompare(b.key))
    .map(({ key, from, spans }) => {
      const named = from === 'span' ? key : `${from}.${key}`;
      return { key: named, title: named, spans };
    });
  const needle = text.trim().toLowerCase();
  const found = [...fields, ...attributes].filter(
    ({ key, title }) => !shown.includes(key) && title.toLowerCase().includes(needle),
  );
  const first = found.filter(({ title }) => title.toLowerCase().startsWith(needle));
  return [...first, ...found.filter((choice) => !first.includes(choice))].slice(0, mostChoices);
}
