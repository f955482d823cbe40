import type { DocumentFormat } from './exportedSpan.ts';
import { zipkinSpanOf } from './otlpToZipkin.ts';
import { zipkinV1Of } from './zipkinV1Of.ts';

/** A list of spans, as Zipkin takes them. */
export function zipkinDocument(version: 1 | 2): DocumentFormat {
  return {
    opening: '[',
    closing: ']\n',
    content: (segments, first) => {
      const spans = segments.flatMap((segment) => segment.spans.map(zipkinSpanOf));
      const texts = spans.map((span) => JSON.stringify(version === 1 ? zipkinV1Of(span) : span));
      return `${first || texts.length === 0 ? '' : ',\n'}${texts.join(',\n')}`;
    },
  };
}
