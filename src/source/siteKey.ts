import type { Site } from '../shared/site.ts';

/** What makes a site the one it is, whatever its number and figures: the key of everything resolved for it. */
export function siteKey({ service, scope, name, kind, code, evidence }: Site): string {
  const { filePath, line, column, functionName, namespace } = code;
  return JSON.stringify([
    service,
    scope,
    name,
    kind,
    filePath,
    line,
    column,
    functionName,
    namespace,
    evidence,
  ]);
}
