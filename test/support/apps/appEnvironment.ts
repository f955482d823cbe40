import { join } from 'node:path';
import { prepareGoWorkspace } from '../../../src/launch/goWorkspace.ts';
import { launchEnvironment, launchLanguages } from '../../../src/launch/launchEnvironment.ts';
import { environment } from '../installs.mjs';
import { root } from '../paths.mjs';
import type { AppSpec, Mode } from './appSpec.ts';
import type { Placeholders } from './placeholders.ts';

const captureDirectory = join(root, 'dist/capture');

type Environment = Record<string, string | undefined>;

/** What the program gets: as a user would have it, and in captured runs with what the launch adds. */
export async function appEnvironment(
  app: AppSpec,
  mode: Mode,
  endpoint: string,
  names: Placeholders,
): Promise<Environment> {
  const path = [...app.path.map((folder) => names.fill(folder)), environment().PATH].join(
    process.platform === 'win32' ? ';' : ':',
  );
  const base: Environment = {
    ...withoutTelemetry(environment()),
    PATH: path,
    ...exporting(endpoint, app.service),
    ...names.fillAll(app.env),
  };
  if (mode === 'plain') return base;
  return { ...(await withLaunch(base, app, endpoint, names)), ...names.fillAll(app.captureEnv) };
}

function exporting(endpoint: string, service: string): Environment {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_SERVICE_NAME: service,
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BLRP_SCHEDULE_DELAY: '200',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

async function withLaunch(
  base: Environment,
  app: AppSpec,
  endpoint: string,
  names: Placeholders,
): Promise<Environment> {
  const go = app.language === 'go' ? await goVariables(base, app, names) : undefined;
  const { changes } = launchEnvironment({
    endpoint,
    captureDirectory,
    base,
    platform: process.platform,
    languages: launchLanguages.filter((language) => language === app.language),
    workspaceFolder: app.folder,
    workingDirectory: app.folder,
    ...(go === undefined ? {} : { go }),
  });
  return { ...base, ...Object.fromEntries(changes.map(({ name, value }) => [name, value])) };
}

async function goVariables(
  base: Environment,
  app: AppSpec,
  names: Placeholders,
): Promise<Readonly<Record<string, string>>> {
  const prepared = await prepareGoWorkspace({
    moduleDirectory: app.folder,
    cacheDirectory: join(names.folders.work, 'capture'),
    captureDirectory,
    env: base,
  });
  if (!prepared.ok) throw new Error(`${app.name}: ${prepared.reason}`);
  return prepared.env;
}

/** Settings of whoever runs the tests are none of the program's. */
function withoutTelemetry(env: Environment): Environment {
  const foreign = /^(OTEL_|PYTHONPATH$|NODE_OPTIONS$|JAVA_TOOL_OPTIONS$|GOFLAGS$|GOWORK$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
