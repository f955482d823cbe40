import type { Attributes } from './openTelemetry.ts';
import { originalPosition, type Position } from './sourcePosition.ts';

/** `code.*` of a place, and where the program is compiled in memory also what it was compiled to. */
export function codeAttributes(
  scriptName: string,
  generated: Position,
  functionName: string | undefined,
): Attributes {
  const original = originalPosition(scriptName, generated);
  const { path, line, column } = original ?? generated;
  const attributes: Record<string, string | number> = {
    'code.file.path': path,
    'code.line.number': line,
    'code.column.number': column,
    'spanline.capture': 'node',
  };
  if (functionName !== undefined) attributes['code.function.name'] = functionName;
  if (original !== undefined)
    attributes['spanline.code.generated'] = `${generated.path}:${generated.line}:${generated.column}`;
  return attributes;
}

/** `UserService.getUser`, `new Order`, `charge`; `undefined` where the function has no name. */
export function functionNameOf(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName();
  if (name === null || name === '') return undefined;
  if (site.isConstructor()) return `new ${name}`;
  const type = site.isToplevel() || isAsync(site) ? null : site.getTypeName();
  if (type === null || type === 'Object' || name.startsWith(`${type}.`)) return name;
  return `${type}.${name}`;
}

/** Whether it is a function that waits further down: it has no receiver any more. */
function isAsync(site: NodeJS.CallSite): boolean {
  return (site as { isAsync?: () => boolean }).isAsync?.() === true;
}
