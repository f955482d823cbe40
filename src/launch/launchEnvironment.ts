import { type EnvironmentChange, EnvironmentDraft } from './environmentDraft.ts';
import { nodeOptions } from './nodeOptions.ts';
import { resourceAttributes } from './resourceAttributes.ts';

/** Languages whose programs are told by environment how to send spans, and how to say where they come from. */
export const launchLanguages = ['node', 'python', 'java', 'go'] as const;
export type LaunchLanguage = (typeof launchLanguages)[number];

export interface LaunchOptions {
  /** `http://127.0.0.1:4318` */
  readonly endpoint: string;
  /** Where `captureFiles` lie. Capture is off without. */
  readonly captureDirectory?: string | undefined;
  /** Whose capture is there; all where it is not said. A missing one would keep programs from starting. */
  readonly captureLanguages?: readonly LaunchLanguage[] | undefined;
  /** What the program would get otherwise. Its values are kept, and added to where variables are lists. */
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly languages: readonly LaunchLanguage[];
  /** Where nothing else names the service. */
  readonly serviceName?: string | undefined;
  /** Of the debug session. */
  readonly sessionId?: string | undefined;
  readonly workspaceFolder?: string | undefined;
  readonly workingDirectory?: string | undefined;
  /** For `DJANGO_SETTINGS_MODULE`, without which OpenTelemetry's own start-up breaks Django. */
  readonly djangoSettings?: string | undefined;
  /** What `prepareGoWorkspace` answers: the variables that add capture to a build. */
  readonly go?: Readonly<Record<string, string>> | undefined;
}

/** What is loaded into programs, below the directory of capture. */
export const captureFiles = {
  node: 'node/hook.cjs',
  python: 'python',
  java: 'java/spanline-capture.jar',
} as const;

/** What a launch adds, and what the user should know of it. */
export interface LaunchEnvironment {
  readonly changes: readonly EnvironmentChange[];
  /** Sentences about what stands in the way. */
  readonly notes: readonly string[];
}

/**
 * The variables of the OpenTelemetry specification (configuration/sdk-environment-variables,
 * protocol/exporter) and of its language distributions that make a program send its spans here at once and
 * say where they come from. What the user has set stays; lists are added to.
 */
export function launchEnvironment(options: LaunchOptions): LaunchEnvironment {
  const draft = new EnvironmentDraft(options.base);
  exportHere(draft, options);
  nameOrigin(draft, options);
  for (const language of options.languages) byLanguage[language](draft, options);
  return { changes: draft.changes, notes: notesOn(options) };
}

function exportHere(draft: EnvironmentDraft, { endpoint, base }: LaunchOptions): void {
  if (ownEndpoint(base) === '') {
    draft.setUnlessSet('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint, 'Sends spans to Spanline.');
    draft.setUnlessSet(
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'http/protobuf',
      'The protocol of that port; some distributions choose another.',
    );
  }
  draft.setUnlessSet('OTEL_TRACES_EXPORTER', 'otlp', 'Exports spans at all.');
  draft.setUnlessSet('OTEL_TRACES_SAMPLER', 'always_on', 'Keeps every trace of a program run locally.');
  for (const signal of ['BSP', 'BLRP']) {
    draft.setUnlessSet(`OTEL_${signal}_SCHEDULE_DELAY`, '200', 'Sends within 200 ms instead of seconds.');
  }
}

function nameOrigin(draft: EnvironmentDraft, options: LaunchOptions): void {
  const { base, serviceName } = options;
  const named = /(?:^|,)\s*service\.name=/.test(base['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
  if (serviceName !== undefined && serviceName !== '' && !named) {
    draft.setUnlessSet('OTEL_SERVICE_NAME', serviceName, 'Names the service, since nothing else does.');
  }
  const attributes = resourceAttributes(options);
  if (attributes === '') return;
  draft.add('OTEL_RESOURCE_ATTRIBUTES', attributes, {
    separator: ',',
    at: 'end',
    why: 'Tells which debug session, workspace and directory spans come from.',
  });
}

type Adjust = (draft: EnvironmentDraft, options: LaunchOptions) => void;

const byLanguage: Readonly<Record<LaunchLanguage, Adjust>> = {
  node: (draft, options) => {
    const hook = captureOf('node', options);
    if (hook === undefined) return;
    const value = nodeOptions(options.base['NODE_OPTIONS'] ?? '', hook);
    draft.set('NODE_OPTIONS', value, 'Adds the line to the spans of Node programs.');
  },
  python: (draft, options) => {
    const { djangoSettings } = options;
    const directory = captureOf('python', options);
    if (directory !== undefined) {
      draft.add('PYTHONPATH', directory, {
        separator: options.platform === 'win32' ? ';' : ':',
        at: 'start',
        why: 'Adds the line to the spans of Python programs.',
      });
    }
    draft.setUnlessSet('OTEL_PYTHON_LOG_CODE_ATTRIBUTES', 'true', 'Adds the line to log records of Python.');
    draft.setUnlessSet(
      'OTEL_EXPERIMENTAL_RESOURCE_DETECTORS',
      'process,otel',
      'Tells which process spans of Python come from.',
    );
    if (djangoSettings !== undefined) {
      const why = 'OpenTelemetry starts before manage.py, which would set it.';
      draft.setUnlessSet('DJANGO_SETTINGS_MODULE', djangoSettings, why);
    }
  },
  java: (draft, options) => {
    const extension = captureOf('java', options);
    if (extension !== undefined) {
      draft.add('OTEL_JAVAAGENT_EXTENSIONS', extension, {
        separator: ',',
        at: 'end',
        why: 'Adds the line to the spans of Java programs that run with the OpenTelemetry agent.',
      });
    }
    const prefix = 'OTEL_INSTRUMENTATION';
    const controllers = `${prefix}_COMMON_EXPERIMENTAL_CONTROLLER_TELEMETRY_ENABLED`;
    draft.setUnlessSet(controllers, 'true', 'Names the controller method that handles a request.');
    for (const logger of ['LOGBACK', 'LOG4J']) {
      const name = `${prefix}_${logger}_APPENDER_EXPERIMENTAL_CAPTURE_CODE_ATTRIBUTES`;
      draft.setUnlessSet(name, 'true', 'Adds the line to log records of Java.');
    }
  },
  go: (draft, { go = {} }) => {
    for (const [name, value] of Object.entries(go)) {
      draft.set(name, value, 'Builds the program with an SDK that adds the line to its spans.');
    }
  },
};

function captureOf(
  language: keyof typeof captureFiles,
  { captureDirectory, captureLanguages = launchLanguages }: LaunchOptions,
): string | undefined {
  if (captureDirectory === undefined || !captureLanguages.includes(language)) return undefined;
  return `${captureDirectory}/${captureFiles[language]}`;
}

/** Where the user sends spans, whichever variable says so; empty for one that is set to nothing, as for none. */
function ownEndpoint(base: LaunchOptions['base']): string {
  return base['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || base['OTEL_EXPORTER_OTLP_ENDPOINT'] || '';
}

/** Whether a URL names the machine itself and a port of the collector: that of the endpoint, or OTLP's own of gRPC. */
function leadsHere(url: string, endpoint: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(parsed?.hostname ?? '');
  const ports = [new URL(endpoint).port, ...(endpoint.endsWith(':4318') ? ['4317'] : [])];
  return isLocal && ports.includes(parsed?.port ?? '');
}

function notesOn({ base, endpoint }: LaunchOptions): readonly string[] {
  const own = ownEndpoint(base);
  const exporter = base['OTEL_TRACES_EXPORTER'] ?? '';
  return [
    ...(own === '' || leadsHere(own, endpoint)
      ? []
      : [`Spans go to ${own}, as the environment says. Remove that variable to see them here.`]),
    ...(exporter === '' || exporter.split(',').includes('otlp')
      ? []
      : [`OTEL_TRACES_EXPORTER is ${exporter}, so that no spans come here. Remove it, or set it to otlp.`]),
    ...(base['OTEL_SDK_DISABLED']?.toLowerCase() === 'true'
      ? ['OTEL_SDK_DISABLED is true, so that there will be no spans. Remove it to trace the program.']
      : []),
    ...((base['OTEL_CONFIG_FILE'] ?? '') === ''
      ? []
      : [
          'OTEL_CONFIG_FILE is set, and SDKs then ignore all other variables. Set the endpoint in that file.',
        ]),
  ];
}
