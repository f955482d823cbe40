import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a program without spans lacks, for its user. */
export interface SdkAdvice {
  /** Why there are no spans, a sentence. */
  readonly reason: string;
  /** What to type in the program's directory; missing where an SDK is installed already. */
  readonly command?: string;
  /** How the program is then run, a sentence. */
  readonly start: string;
}

interface Ecosystem {
  readonly name: string;
  /** Files that a project of this kind has, and that name what it depends on. */
  readonly manifest: RegExp;
  readonly sdk: RegExp;
  readonly install: (files: ReadonlySet<string>) => string;
  readonly start: string;
}

const ecosystems: readonly Ecosystem[] = [
  {
    name: 'Node',
    manifest: /^package\.json$/,
    sdk: /"@opentelemetry\/(?:sdk-|auto-instrumentations-)|"@vercel\/otel"|"dd-trace"/,
    install: (files) => `${nodeAdd(files)} @opentelemetry/api @opentelemetry/auto-instrumentations-node`,
    start:
      'Start it with NODE_OPTIONS="--require @opentelemetry/auto-instrumentations-node/register" in its environment.',
  },
  {
    name: 'Python',
    manifest: /^(?:requirements.*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|manage\.py)$/,
    sdk: /opentelemetry-(?:sdk|distro)|logfire|ddtrace/,
    install: (files) =>
      `${pythonAdd(files)} opentelemetry-distro opentelemetry-exporter-otlp && opentelemetry-bootstrap -a install`,
    start:
      'Start it with opentelemetry-instrument before the command, as in: opentelemetry-instrument python app.py',
  },
  {
    name: 'Java',
    manifest: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    sdk: /io\.opentelemetry/,
    install: () =>
      'curl -LO https://github.com/open-telemetry/opentelemetry-java-instrumentation/releases/latest/download/opentelemetry-javaagent.jar',
    start: 'Start it with -javaagent:opentelemetry-javaagent.jar among the arguments of the JVM.',
  },
  {
    name: 'Go',
    manifest: /^go\.mod$/,
    sdk: /go\.opentelemetry\.io\/otel\/sdk/,
    install: () =>
      'go get go.opentelemetry.io/otel go.opentelemetry.io/otel/sdk go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp',
    start: 'Make a TracerProvider with that exporter when the program starts.',
  },
  {
    name: 'Rust',
    manifest: /^Cargo\.toml$/,
    sdk: /opentelemetry_sdk|tracing-opentelemetry/,
    install: () => 'cargo add opentelemetry opentelemetry_sdk opentelemetry-otlp tracing-opentelemetry',
    start: 'Add the layer of tracing-opentelemetry to the subscriber when the program starts.',
  },
  {
    name: 'Ruby',
    manifest: /^Gemfile$/,
    sdk: /opentelemetry-sdk/,
    install: () =>
      'bundle add opentelemetry-sdk opentelemetry-exporter-otlp opentelemetry-instrumentation-all',
    start: 'Call OpenTelemetry::SDK.configure(&:use_all) when the program starts.',
  },
  {
    name: 'PHP',
    manifest: /^composer\.json$/,
    sdk: /open-telemetry\/sdk/,
    install: () => 'composer require open-telemetry/sdk open-telemetry/exporter-otlp',
    start: 'Start it with OTEL_PHP_AUTOLOAD_ENABLED=true in its environment.',
  },
  {
    name: '.NET',
    manifest: /\.csproj$/,
    sdk: /OpenTelemetry/,
    install: () =>
      'dotnet add package OpenTelemetry.Extensions.Hosting && dotnet add package OpenTelemetry.Instrumentation.AspNetCore && dotnet add package OpenTelemetry.Exporter.OpenTelemetryProtocol',
    start: 'Call services.AddOpenTelemetry().WithTracing(…) when the program starts.',
  },
];

/** What a program in the directory needs to send spans; `undefined` where its kind is not known. */
export async function sdkAdvice(directory: string): Promise<SdkAdvice | undefined> {
  const names = await readdir(directory).catch(() => []);
  const ecosystem = ecosystems.find(({ manifest }) => names.some((name) => manifest.test(name)));
  if (ecosystem === undefined) return undefined;
  const manifests = names.filter((name) => ecosystem.manifest.test(name));
  const texts = await Promise.all(manifests.map((name) => readText(join(directory, name))));
  if (texts.some((text) => ecosystem.sdk.test(text))) {
    return {
      reason: `Its OpenTelemetry SDK for ${ecosystem.name} has not been started.`,
      start: ecosystem.start,
    };
  }
  return {
    reason: `It has no OpenTelemetry SDK for ${ecosystem.name}.`,
    command: ecosystem.install(new Set(names)),
    start: ecosystem.start,
  };
}

function nodeAdd(files: ReadonlySet<string>): string {
  if (files.has('pnpm-lock.yaml')) return 'pnpm add';
  if (files.has('yarn.lock')) return 'yarn add';
  return files.has('bun.lock') || files.has('bun.lockb') ? 'bun add' : 'npm install';
}

function pythonAdd(files: ReadonlySet<string>): string {
  if (files.has('uv.lock')) return 'uv add';
  if (files.has('poetry.lock')) return 'poetry add';
  return files.has('Pipfile') ? 'pipenv install' : 'pip install';
}

/** A file that cannot be read names nothing. */
async function readText(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}
