import { checkedName, type FunctionName, partsBetween } from './functionNameParts.ts';

/** What only compilers and proxies of the JVM write. */
export function looksLikeJvm(text: string): boolean {
  return /\$\$\w|\blambda\$|\.<(?:cl)?init>|[\w]\$\d+[.\w]|\.[A-Z]\w*\$[A-Z]/.test(text);
}

/**
 * `Class.getName()` and the method: `com.acme.Outer$Inner.run`, `Main.lambda$run$0`, `Main$1.run`,
 * `Main$$Lambda/0x0000748ae4149c00.run`, `UserService$$SpringCGLIB$$0.charge`, Kotlin's `Foo$bar$1.invokeSuspend`.
 */
export function jvmFunctionName(text: string): FunctionName | undefined {
  const lambda = /^([^\s/]+?)\$\$Lambda\b[^\s]*\.[\w$]+$/.exec(text)?.[1];
  if (lambda !== undefined) return className(lambda);
  const plain = text.slice(text.lastIndexOf('/') + 1);
  const dot = plain.lastIndexOf('.');
  const method = plain.slice(dot + 1);
  const owner = ownerOf(plain.slice(0, Math.max(dot, 0)));
  if (owner === undefined) return undefined;
  return ofMethod(owner, method);
}

interface Owner {
  readonly parts: readonly string[];
  readonly unnamed: boolean;
}

function ofMethod({ parts, unnamed }: Owner, method: string): FunctionName | undefined {
  const own = parts.at(-1) ?? '';
  const base = { runtime: 'jvm', ...(unnamed ? { unnamed } : {}) } as const;
  const written = writtenMethod(method);
  if (/^<clinit>$|^lambda\$static\$\d+$/.test(method)) return classOf(parts);
  if (method === '<init>' || written === 'new') {
    const inside = method !== '<init>';
    return own === '' ? undefined : checkedName({ ...base, qualifiers: parts, name: own, inside });
  }
  // A lambda of Kotlin is a class of its own, named after the function that it stands in.
  if (/^invoke(?:Suspend)?$/.test(method) && /^[a-z]/.test(own)) {
    return checkedName({ ...base, qualifiers: parts.slice(0, -1), name: own, inside: true });
  }
  return checkedName({ ...base, qualifiers: parts, name: written ?? method, inside: written !== undefined });
}

/** The method in whose text the compiler found a lambda; `undefined` for one that was written as it is. */
function writtenMethod(method: string): string | undefined {
  return (
    /^lambda\$(.+)\$\d+$/.exec(method)?.[1] ??
    /^\$anonfun\$(?:adapted\$)?([\w$]+?)\$\d+$/.exec(method)?.[1] ??
    /^([\w]+)\$lambda[-$]\d+$/.exec(method)?.[1]
  );
}

/** Package and classes without what proxies put behind; `undefined` for what no file has. */
function ownerOf(text: string): Owner | undefined {
  const proxyMark = text.indexOf('$$');
  const written = (proxyMark < 0 ? text : text.slice(0, proxyMark)).replace(
    /_(?:Subclass|ClientProxy|Bean)$/,
    '',
  );
  if (/(?:^|\.)\$Proxy\d*$/.test(written)) return undefined;
  const dot = written.lastIndexOf('.');
  const classes = partsBetween(written.slice(dot + 1), '$');
  // `Main$1` is anonymous, `Main$1Job` is a class within a method.
  const named = classes.map((part) => part.replace(/^\d+/, '')).filter((part) => part !== '');
  const packages = partsBetween(written.slice(0, Math.max(dot, 0)), '.');
  return { parts: [...packages, ...named], unnamed: classes.some((part) => /^\d/.test(part)) };
}

function className(text: string): FunctionName | undefined {
  const owner = ownerOf(text);
  return owner === undefined ? undefined : classOf(owner.parts);
}

function classOf(parts: readonly string[]): FunctionName | undefined {
  const name = parts.at(-1);
  if (name === undefined) return undefined;
  return checkedName({ qualifiers: parts.slice(0, -1), name, inside: true, vague: true, runtime: 'jvm' });
}
