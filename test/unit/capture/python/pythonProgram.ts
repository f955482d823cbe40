import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installApp } from '../../../support/apps/appInstall.ts';
import { missingRuntime } from '../../../support/apps/appRuntimes.ts';
import { readApps } from '../../../support/apps/appSpec.ts';
import { foldersOf } from '../../../support/apps/placeholders.ts';
import { root } from '../../../support/paths.mjs';

/** The sources are what runs; nothing is compiled. */
const capture = join(root, 'src/capture/python');

/** What the program imports to have its spans written at its end, one a line; it lies where libraries do. */
const recorded = `
import atexit, json, os, sys
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = trace.get_tracer_provider()
if not hasattr(provider, "add_span_processor"):
    provider = TracerProvider()
    trace.set_tracer_provider(provider)
provider.add_span_processor(SimpleSpanProcessor(exporter))
tracer = trace.get_tracer("program")

def show():
    for span in exporter.get_finished_spans():
        text = {"name": span.name, "kind": span.kind.name, "attributes": dict(span.attributes)}
        os.write(3, (json.dumps(text) + "\\n").encode())
    exporter.clear()

atexit.register(show)
`;

interface WrittenSpan {
  readonly name: string;
  readonly kind: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface RunOptions {
  /** More files, by path below the program's folder; `site-packages` is where libraries are found. */
  readonly files?: Readonly<Record<string, string>>;
  /** Before the name of the program, instead of `python`. */
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramRun {
  readonly code: number | null;
  /** All it has written, which capture adds nothing to. */
  readonly output: string;
  readonly spans: readonly WrittenSpan[];
  /** A line per span: its name, its line with that line's text, and the function; or what it has instead. */
  readonly picture: string;
}

/** Why no Python program can run here, or `undefined` when the packages are there. */
export async function preparePython(): Promise<string | undefined> {
  const app = pythonApp();
  const obstacle = await missingRuntime(app);
  if (obstacle === undefined) await installApp(app);
  return obstacle;
}

/** Runs a program with capture; without its first line, which is empty so that it can begin below the quote. */
export async function runPython(source: string, options: RunOptions = {}): Promise<ProgramRun> {
  const folder = await mkdtemp(join(tmpdir(), 'spanline-python-'));
  try {
    const files = { 'site-packages/recorded.py': recorded, ...options.files, 'program.py': source.slice(1) };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const { code, output, written } = await execute(folder, options);
    const spans = written.split('\n').filter((line) => line !== '');
    const parsed = spans.map((line) => JSON.parse(line) as WrittenSpan);
    return { code, output, spans: parsed, picture: pictureOf(parsed, files, folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pythonApp() {
  const app = readApps().find(({ name }) => name === 'python-worker');
  if (app === undefined) throw new Error('The app that says which packages there are has gone.');
  return app;
}

async function execute(folder: string, { command = ['python'], env = {} }: RunOptions) {
  const bin = join(foldersOf(pythonApp(), 'plain').cache, 'venv/bin');
  const [program = '', ...args] = [...command, 'program.py'];
  const child = spawn(program.includes('/') ? program : join(bin, program), args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: {
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      PYTHONPATH: [capture, join(folder, 'site-packages')].join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      ...env,
    },
  });
  let output = '';
  let written = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  child.stdio[3]?.on('data', (chunk) => (written += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output, written };
}

function pictureOf(
  spans: readonly WrittenSpan[],
  files: Readonly<Record<string, string>>,
  folder: string,
): string {
  return spans.map((span) => `\n${span.name}: ${placeOf(span, files, folder)}`).join('');
}

function placeOf(
  { attributes }: WrittenSpan,
  files: Readonly<Record<string, string>>,
  folder: string,
): string {
  const { 'code.file.path': path, 'code.line.number': line, 'code.function.name': name } = attributes;
  if (path === undefined) return 'nowhere';
  const file = String(path).slice(String(path).indexOf(folder) + folder.length + 1);
  const text = files[file]?.split('\n')[Number(line) - 1]?.trim();
  return `${file === 'program.py' ? '' : `${file} `}${line} ${text} (${name})`;
}
