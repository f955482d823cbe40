import type { AttributeRow } from './attributeSections.ts';
import { formattedJson } from './formattedJson.ts';
import { type UrlParts, urlParts } from './urlParts.ts';

/** A value as it is shown. */
export interface ShownValue {
  readonly text: string;
  /** In place of the text: an address taken apart. */
  readonly url?: UrlParts;
  /** Whether it differs from what was sent, so that there is something to choose. */
  readonly isFormatted: boolean;
  /** Whether it stands below its key, over the whole width. */
  readonly isBlock: boolean;
}

/**
 * @param sql a statement in lines, once that is known
 */
export function shownValue(
  row: Pick<AttributeRow, 'key' | 'text' | 'format'>,
  sql: (text: string) => string | undefined,
): ShownValue {
  const { text, format } = row;
  if (format === 'url') {
    const url = urlParts(text, row.key === 'url.query');
    return url === undefined
      ? asSent(text)
      : { text, url, isFormatted: true, isBlock: url.parameters.length > 0 };
  }
  const formatted = format === 'sql' ? sql(text) : format === 'json' ? formattedJson(text) : undefined;
  if (formatted === undefined || formatted === text) return asSent(text);
  return { text: formatted, isFormatted: true, isBlock: formatted.includes('\n') };
}

/** The value with nothing changed. */
export function asSent(text: string): ShownValue {
  return { text, isFormatted: false, isBlock: text.includes('\n') };
}
