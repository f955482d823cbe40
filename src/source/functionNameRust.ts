import { checkedName, type FunctionName, partsBetween } from './functionNameParts.ts';

const unnamedPart = /^\{.*\}$/;

/** `::` between lower-case modules, and what only the compiler writes. */
export function looksLikeRust(text: string): boolean {
  return /\{\{?(?:closure|impl|async\w*)\b[^}]*\}|^<.+ as .+>::|::<impl |::h[0-9a-f]{16}$|^(?:[a-z_][a-z\d_]*::)+[a-z_]\w*$/.test(
    text,
  );
}

/**
 * `shop::orders::Store::save`, `shop::run::{{closure}}`, `<shop::Store as shop::Repo>::save`, `shop::{impl#0}::save`, with or
 * without the hash of the symbol.
 */
export function rustFunctionName(text: string): FunctionName | undefined {
  const plain = text.replace(/::h[0-9a-f]{16}$/, '');
  const implemented = /^<(?:impl [^<>]* for )?([\w:]+)(?:<.*>)?(?: as [^>]+(?:<[^>]*>)?)?>::(.+)$/.exec(
    plain,
  );
  const whole = implemented === null ? plain : `${implemented[1]}::${implemented[2]}`;
  const parts = partsBetween(withoutTypeArguments(whole), '::');
  const innermost = parts.findLastIndex((part) => !unnamedPart.test(part));
  const name = parts[innermost];
  if (name === undefined) return undefined;
  const before = parts.slice(0, innermost);
  const qualifiers = before.filter((part) => !unnamedPart.test(part));
  return checkedName({
    qualifiers,
    name,
    inside: innermost < parts.length - 1,
    runtime: 'rust',
    ...(qualifiers.length < before.length ? { unnamed: true } : {}),
  });
}

/** `Vec<T>::push`, `parse::<u32>`, `shop::<impl Repo for Store>::save` (which keeps the type). */
function withoutTypeArguments(text: string): string {
  let plain = text.replace(/<impl [\w:<>]+ for (?:\w+::)*(\w+)>/g, '$1');
  for (let level = 0; level < 8 && plain.includes('<'); level++) plain = plain.replace(/<[^<>]*>/g, '');
  return plain;
}
