import { useSignal } from '@preact/signals';
import { Marked } from '../marked.tsx';

/** Longer values are folded to this. */
const mostCharacters = 400;
const mostLines = 8;

/** A text that is folded when it is long; what is hidden is said. */
export function LongText({ text, needle }: { readonly text: string; readonly needle: string }) {
  const unfolded = useSignal(false);
  const folded = fold(text);
  if (folded === text) return <Marked text={text} needle={needle} />;
  return (
    <>
      <Marked text={unfolded.value ? text : `${folded}…`} needle={needle} />
      <button
        type="button"
        class="link unfold"
        onClick={() => {
          unfolded.value = !unfolded.value;
        }}
      >
        {unfolded.value ? 'Show less' : `Show all ${text.length.toLocaleString('en-US')} characters`}
      </button>
    </>
  );
}

function fold(text: string): string {
  const lines = text.split('\n', mostLines + 1);
  const byLines = lines.length > mostLines ? lines.slice(0, mostLines).join('\n') : text;
  return byLines.length > mostCharacters ? byLines.slice(0, mostCharacters) : byLines;
}
