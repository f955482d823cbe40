import { checkedName, type FunctionName, partsBetween } from './functionNameParts.ts';

/**
 * PHP: `App\Http\UserController::show`, `Kernel->handle`, `App\{closure}`, and since 8.4
 * `{closure:App\Jobs\Send::handle():12}`.
 */
export function phpFunctionName(text: string): FunctionName | undefined {
  const closure = /\{closure(?::([^{}]*?)(?:\(\))?(?::\d+)?)?\}$/.exec(text);
  if (closure !== null && closure[1] === undefined) return undefined;
  const plain = (closure?.[1] ?? text).replace(/\(\)$/, '');
  // An anonymous class is named after its file.
  if (plain.includes('@anonymous')) return undefined;
  const parts = partsBetween(plain, /\\|::|->|\.(?=\w)/);
  return named(parts, closure !== null, 'php');
}

/** Ruby: `Shop::Cart#add`, `Shop::Cart.load`, `block (2 levels) in Cart#add`; the class may come without a method. */
export function rubyFunctionName(text: string): FunctionName | undefined {
  const marks = /^(?:(?:block(?: \(\d+ levels\))?|rescue|ensure) in ){1,4}/.exec(text)?.[0] ?? '';
  const plain = text.slice(marks.length);
  return named(partsBetween(plain, /::|#|\./), marks.includes('block'), 'ruby');
}

/** `opentelemetry_ctx:new`, `Elixir.Shop.Cart`, `Shop.Cart.add/2`. */
export function looksLikeBeam(text: string): boolean {
  return /^[a-z]\w*:[a-z]\w*(?:\/\d+)?$|^Elixir\.[A-Z]|^(?:[A-Z]\w*\.)+[a-z]\w*[?!]?\/\d+$|^anonymous fn\/\d+ in |-fun-\d+-$/.test(
    text,
  );
}

/** Elixir and Erlang: `Shop.Cart.add/2`, `shop_cart:add`, `anonymous fn/1 in Shop.Cart.add/2`, `-add/2-fun-0-`. */
export function beamFunctionName(text: string): FunctionName | undefined {
  const anonymous = /^anonymous fn\/\d+ in (.+)$/.exec(text)?.[1];
  const fun = /^(.*?)-([a-z]\w*)\/\d+-(?:fun-\d+|lc\$.*|inlined-.*)-?$/.exec(text);
  const plain = anonymous ?? (fun === null ? text : `${fun[1]}${fun[2]}`);
  const parts = partsBetween(plain.replace(/\/\d+$/, '').replace(/^Elixir\./, ''), /[.:]/);
  return named(parts, anonymous !== undefined || fun !== null, 'beam');
}

function named(
  parts: readonly string[],
  inside: boolean,
  runtime: 'php' | 'ruby' | 'beam',
): FunctionName | undefined {
  const name = parts.at(-1);
  return name === undefined
    ? undefined
    : checkedName({ qualifiers: parts.slice(0, -1), name, inside, runtime });
}
