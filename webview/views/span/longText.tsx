import { useSignal } from '@preact/signals';
import { foldedText, mostShown } from '../../layout/foldedText.ts';
import { SpanText } from './spanText.tsx';

/** A text that is folded when it is long; what is hidden is said. */
export function LongText({ text, needle }: { readonly text: string; readonly needle: string }) {
  const unfolded = useSignal(false);
  const folded = foldedText(text);
  if (folded === text) return <SpanText text={text} needle={needle} />;
  const shown = text.slice(0, mostShown);
  const size = text.length.toLocaleString('en-US');
  return (
    <>
      <SpanText text={unfolded.value ? shown : `${folded}…`} needle={needle} />
      <button
        type="button"
        class="link unfold"
        aria-expanded={unfolded.value}
        onClick={() => {
          unfolded.value = !unfolded.value;
        }}
      >
        {unfolded.value ? 'Show less' : `Show all ${size} characters`}
      </button>
      {unfolded.value && shown.length < text.length && (
        <span class="note">
          The first {mostShown.toLocaleString('en-US')} of {size} characters; copying takes all of them.
        </span>
      )}
    </>
  );
}
