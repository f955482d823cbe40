import type { Site } from '../shared/site.ts';
import type { Language } from './syntax/language.ts';

/** Languages of the syntax index by `telemetry.sdk.language` (semantic conventions, `telemetry`). */
const bySdk: ReadonlyMap<string, readonly Language[]> = new Map<string, readonly Language[]>([
  ['nodejs', ['javascript', 'typescript', 'tsx']],
  ['webjs', ['javascript', 'typescript', 'tsx']],
  ['python', ['python']],
  ['go', ['go']],
  ['java', ['java', 'kotlin']],
  ['ruby', ['ruby']],
  ['rust', ['rust']],
  ['php', ['php']],
  ['dotnet', ['csharp']],
  ['erlang', ['elixir']],
]);

/** Languages that nobody reads here: no fact is theirs. */
const others: ReadonlySet<string> = new Set(['cpp', 'swift']);

/**
 * Whether the site's program may be written in a language: what its SDK is, else the language that the scope of a
 * library tells; true where nothing says.
 */
export function mayBeWrittenIn({ evidence, scope }: Site, language: Language): boolean {
  const sdk = evidence['telemetry.sdk.language'] ?? '';
  if (others.has(sdk)) return false;
  const known = bySdk.get(sdk) ?? bySdk.get(sdkOfScope(scope));
  return known === undefined || known.includes(language);
}

function sdkOfScope(scope: string): string {
  if (/^@opentelemetry\/|^@(?:fastify|hono)\/otel$/.test(scope)) return 'nodejs';
  if (/^opentelemetry\.(?:instrumentation|sdk)\./.test(scope)) return 'python';
  if (scope.startsWith('go.opentelemetry.io/')) return 'go';
  if (scope.startsWith('io.opentelemetry.contrib.php.')) return 'php';
  if (/^io\.opentelemetry\./.test(scope)) return 'java';
  if (scope.startsWith('OpenTelemetry::')) return 'ruby';
  return /^(?:OpenTelemetry\.Instrumentation\.|Microsoft\.|System\.)/.test(scope) ? 'dotnet' : '';
}
