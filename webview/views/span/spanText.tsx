import { visibleText } from '../../layout/visibleText.ts';
import { Marked, MarkedKey } from '../marked.tsx';

interface TextProps {
  readonly text: string;
  readonly needle?: string;
}

/** A text that came with the span: what is hidden in it is seen, what was searched for is marked. */
export function SpanText({ text, needle = '' }: TextProps) {
  return <Marked text={visibleText(text)} needle={needle.trim()} />;
}

/** The same for a key. */
export function KeyText({ text, needle = '' }: TextProps) {
  return <MarkedKey text={visibleText(text)} needle={needle.trim()} />;
}
