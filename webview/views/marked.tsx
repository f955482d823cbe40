import { markedRanges } from '../layout/find.ts';

/** A text with what was found in it highlighted. */
export function Marked({ text, needle }: { readonly text: string; readonly needle: string }) {
  const ranges = markedRanges(text, needle);
  if (ranges.length === 0) return <>{text}</>;
  const parts = [];
  let done = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(done, from), <mark key={from}>{text.slice(from, to)}</mark>);
    done = to;
  }
  return (
    <>
      {parts}
      {text.slice(done)}
    </>
  );
}
