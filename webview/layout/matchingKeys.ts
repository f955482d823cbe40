import type { AttributeKey } from '../../src/shared/traceAttributes.ts';

/** More are not looked through; typing on makes them fewer. */
const mostChoices = 50;

/** Keys with the typed text in them: those that begin with it first, else in the order given. */
export function matchingKeys(keys: readonly AttributeKey[], typed: string): readonly AttributeKey[] {
  const wanted = typed.trim().toLowerCase();
  const matches = keys.filter(({ key }) => key.toLowerCase().includes(wanted));
  const begins = ({ key }: AttributeKey): number => (key.toLowerCase().startsWith(wanted) ? 0 : 1);
  return matches.sort((a, b) => begins(a) - begins(b)).slice(0, mostChoices);
}
