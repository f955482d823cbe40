/** Says what the sender left out, so that nothing is missing silently. */
export function Dropped({ count, what }: { readonly count: number; readonly what: string }) {
  if (count === 0) return null;
  return (
    <p class="note">
      {count.toLocaleString('en-US')} more {what} were dropped by the program that sent the span.
    </p>
  );
}
