import { expect, test } from 'vitest';
import {
  type LaunchOptions,
  launchEnvironment,
  launchLanguages,
} from '../../../src/launch/launchEnvironment.ts';

const plain: LaunchOptions = {
  endpoint: 'http://127.0.0.1:4318',
  captureDirectory: '/ext/dist/capture',
  base: {},
  platform: 'linux',
  languages: [],
};

test('an empty environment is told where to send, at once and everything', () => {
  expect(
    pictureOf({ sessionId: 's1', workspaceFolder: '/w', workingDirectory: '/w/api', serviceName: 'api' }),
  ).toBe(`OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
OTEL_TRACES_EXPORTER=otlp
OTEL_TRACES_SAMPLER=always_on
OTEL_BSP_SCHEDULE_DELAY=200
OTEL_BLRP_SCHEDULE_DELAY=200
OTEL_SERVICE_NAME=api
OTEL_RESOURCE_ATTRIBUTES=vscode.session.id=s1,vscode.workspace.folder=/w,process.working_directory=/w/api`);
});

test('each language gets its own', () => {
  const added = launchLanguages.map((language) => {
    const { changes } = launchEnvironment({
      ...plain,
      languages: [language],
      djangoSettings: 'shop.settings',
      go: { GOWORK: '/c/go.work' },
    });
    return changes.slice(6).map(({ name, value }) => `${language} ${name}=${value}`);
  });
  expect(added.flat().join('\n')).toBe(`node NODE_OPTIONS=--require /ext/dist/capture/node/hook.cjs
python PYTHONPATH=/ext/dist/capture/python
python OTEL_PYTHON_LOG_CODE_ATTRIBUTES=true
python OTEL_EXPERIMENTAL_RESOURCE_DETECTORS=process,otel
python DJANGO_SETTINGS_MODULE=shop.settings
java OTEL_JAVAAGENT_EXTENSIONS=/ext/dist/capture/java/spanline-capture.jar
java OTEL_INSTRUMENTATION_COMMON_EXPERIMENTAL_CONTROLLER_TELEMETRY_ENABLED=true
java OTEL_INSTRUMENTATION_LOGBACK_APPENDER_EXPERIMENTAL_CAPTURE_CODE_ATTRIBUTES=true
java OTEL_INSTRUMENTATION_LOG4J_APPENDER_EXPERIMENTAL_CAPTURE_CODE_ATTRIBUTES=true
go GOWORK=/c/go.work`);
});

test('what the user has set stays, and lists are added to', () => {
  const base = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://tempo:4318',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '',
    OTEL_TRACES_SAMPLER: 'always_off',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_RESOURCE_ATTRIBUTES: 'team=a,service.name=mine,process.working_directory=/x',
    NODE_OPTIONS: '--inspect ',
    PYTHONPATH: '/lib',
    OTEL_JAVAAGENT_EXTENSIONS: '/a.jar',
  };
  const languages = ['node', 'python', 'java'] as const;
  expect(
    pictureOf({ base, languages, serviceName: 'api', workspaceFolder: '/w', workingDirectory: '/w' }, 6),
  ).toBe(`OTEL_BLRP_SCHEDULE_DELAY=200
OTEL_RESOURCE_ATTRIBUTES=team=a,service.name=mine,process.working_directory=/x,vscode.workspace.folder=/w
NODE_OPTIONS=--inspect --require /ext/dist/capture/node/hook.cjs
PYTHONPATH=/ext/dist/capture/python:/lib
OTEL_PYTHON_LOG_CODE_ATTRIBUTES=true
OTEL_EXPERIMENTAL_RESOURCE_DETECTORS=process,otel`);
});

test('added twice is added once', () => {
  const first = launchEnvironment({
    ...plain,
    languages: launchLanguages,
    sessionId: 's',
    workspaceFolder: '/w',
  });
  const base = Object.fromEntries(first.changes.map(({ name, value }) => [name, value]));
  const again = { ...plain, base, languages: launchLanguages, sessionId: 's', workspaceFolder: '/w' };
  expect(launchEnvironment(again).changes).toEqual([]);
});

test('paths with blanks, of Windows, and with characters that need escaping', () => {
  const options = {
    platform: 'win32',
    languages: ['node', 'python'],
    captureDirectory: 'C:\\Program Files\\x',
    base: { PYTHONPATH: 'C:\\lib' },
    sessionId: 's',
    workspaceFolder: 'C:\\src\\shop',
    workingDirectory: '/home/me/my shop',
  } as const;
  const lines = pictureOf(options).split('\n');
  expect(
    lines.filter((line) => /^(?:NODE_O|PYTHONPATH|OTEL_RES)/.test(line)).join('\n'),
  ).toBe(`OTEL_RESOURCE_ATTRIBUTES=vscode.session.id=s,vscode.workspace.folder=C:/src/shop
NODE_OPTIONS=--require "C:/Program Files/x/node/hook.cjs"
PYTHONPATH=C:\\Program Files\\x/python;C:\\lib`);
});

test('what stands in the way is said', () => {
  const base = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://tempo:4318/v1/traces',
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_SDK_DISABLED: 'true',
    OTEL_CONFIG_FILE: 'otel.yaml',
  };
  expect(
    launchEnvironment({ ...plain, base }).notes.join('\n'),
  ).toBe(`Spans go to http://tempo:4318/v1/traces, as the environment says. Remove that variable to see them here.
OTEL_TRACES_EXPORTER is console, so that no spans come here. Remove it, or set it to otlp.
OTEL_SDK_DISABLED is true, so that there will be no spans. Remove it to trace the program.
OTEL_CONFIG_FILE is set, and SDKs then ignore all other variables. Set the endpoint in that file.`);
  expect(
    launchEnvironment({ ...plain, base: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' } }).notes,
  ).toEqual([]);
});

function pictureOf(options: Partial<LaunchOptions>, most = Number.POSITIVE_INFINITY): string {
  const { changes } = launchEnvironment({ ...plain, ...options });
  return changes
    .slice(0, most)
    .map(({ name, value }) => `${name}=${value}`)
    .join('\n');
}

test.each([
  ['http://localhost:4318', 0],
  ['http://127.0.0.1:4317/', 0],
  ['http://localhost:9999', 1],
  ['https://collector.example:4318', 1],
  ['nonsense', 1],
])('spans that go to %s are spoken of %i times', (own, notes) => {
  const base = { OTEL_EXPORTER_OTLP_ENDPOINT: own };
  expect(launchEnvironment({ ...plain, base }).notes.length).toBe(notes);
});
