import { Fragment } from 'preact';
import { markedRanges } from '../layout/find.ts';

interface MarkedProps {
  readonly text: string;
  readonly needle: string;
}

/** A text with what was found in it highlighted. */
export function Marked({ text, needle }: MarkedProps) {
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

/** The same for a key, which may be broken behind its dots and underscores and nowhere else. */
export function MarkedKey({ text, needle }: MarkedProps) {
  const parts = text.split(/(?<=[._/-])/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          <Marked text={part} needle={needle} />
        </Fragment>
      ))}
    </>
  );
}
