import { checkedName, type FunctionName, partsBetween } from './functionNameParts.ts';

/** What only compilers of .NET write. */
export function looksLikeClr(text: string): boolean {
  return />[a-z]__|<>c|`\d|\.\.c?ctor\b|>[a-z]\.MoveNext/.test(text);
}

/**
 * `Ns.Type.Method`, and what compilers make of it: `Type.<Run>d__3.MoveNext` of an async method, `Type.<>c.<Run>b__0_0`
 * and `Type.<>c__DisplayClass1_0.<Run>b__0` of lambdas, `Type.<Run>g__Local|0_0` of a local function, `List`1.Add`,
 * `Outer+Nested.Run`, `Type..ctor`.
 */
export function clrFunctionName(text: string): FunctionName | undefined {
  const plain = text.replace(/\[[^[\]]*\]/g, '').replace(/`\d+/g, '');
  const mangled = plain.indexOf('<');
  if (mangled < 0) return ofPlain(plain);
  // Nothing in front: lambdas of a program without a class.
  const before = plain.slice(0, mangled);
  return ofMangled(partsBetween(before, /[.+]/), plain.slice(mangled));
}

function ofPlain(text: string): FunctionName | undefined {
  const constructed = /^(.+)\.\.c?ctor$/.exec(text)?.[1];
  const parts = partsBetween(constructed ?? text, /[.+]/);
  const own = parts.at(-1);
  if (own === undefined) return undefined;
  // A constructor is called as its class is.
  const qualifiers = constructed === undefined ? parts.slice(0, -1) : parts;
  return checkedName({ qualifiers, name: own, inside: false, runtime: 'dotnet' });
}

function ofMangled(qualifiers: readonly string[], text: string): FunctionName | undefined {
  const local = /g__([\p{L}_][\p{L}\p{N}_]*)\|/u.exec(text)?.[1];
  const member = /<+([\p{L}_][\p{L}\p{N}_.]*)\$?>/u.exec(text)?.[1];
  // A lambda of a local function or of an async one is written in it.
  const inside = />b__\d/.test(text);
  if (local !== undefined) {
    const outer = member === undefined || isProgram(text) ? [] : [member];
    const owners = isProgram(text) ? [] : qualifiers;
    return checkedName({ qualifiers: [...owners, ...outer], name: local, inside, runtime: 'dotnet' });
  }
  // Statements at the top of a file are no function that could be shown.
  if (member === undefined || isProgram(text)) return undefined;
  // `<Shop.IOrders.Find>d__1` implements an interface explicitly.
  const name = member.split('.').at(-1) ?? member;
  return checkedName({ qualifiers, name, inside, runtime: 'dotnet' });
}

/** The method that compilers make of statements at the top of a file is `<Main>$`. */
function isProgram(text: string): boolean {
  return /<Main>\$/.test(text);
}
