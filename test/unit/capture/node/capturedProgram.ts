import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { root } from '../../../support/paths.mjs';

/** Node 20 is the oldest that the hook is for; it is tested where the machine has one. */
export const node20 = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
  .find((path) => existsSync(path) && versionOf(path).startsWith('v20.'));

export interface ProgramOptions {
  readonly node?: string;
  /** Before the program's own arguments; `HOOK` and `SDK` stand for what is required. The default is both. */
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A program of a few files, run with the hook and an SDK that keeps its spans until the end. */
export class CapturedProgram {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<CapturedProgram> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'spanline-captured-')));
    const entryPoints = [join(root, 'src/capture/node/hook.ts')];
    const outfile = join(folder, 'capture/hook.cjs');
    await build({ entryPoints, bundle: true, platform: 'node', target: 'node20', format: 'cjs', outfile });
    const program = new CapturedProgram(folder);
    await program.write({ 'telemetry/node_modules/sdk/index.cjs': sdk });
    await mkdir(join(folder, 'app/node_modules'), { recursive: true });
    for (const modules of ['app/node_modules', 'telemetry/node_modules'])
      await symlink(
        join(root, 'node_modules/@opentelemetry'),
        join(folder, modules, '@opentelemetry'),
        'dir',
      );
    return program;
  }

  /** Of the SDK, for programs that load it themselves. */
  get sdk(): string {
    return this.path('telemetry/node_modules/sdk/index.cjs');
  }

  path(inside: string): string {
    return join(this.#folder, inside);
  }

  /** By path inside the folder; the program itself lies in `app`. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.#folder, path)), { recursive: true });
      await writeFile(join(this.#folder, path), text.replace(/^\n/, ''));
    }
  }

  /** What it printed: `name → file:line:column function (doubt?)` for each of its spans, in the order in which they ended. */
  async run(script: string, options: ProgramOptions = {}): Promise<string> {
    const places: Record<string, string> = { HOOK: this.path('capture/hook.cjs'), SDK: this.sdk };
    const given = options.arguments ?? ['--require', 'HOOK', '--require', 'SDK'];
    const args = [...given.map((it) => places[it] ?? it), join(this.#folder, 'app', script)];
    const env = { ...process.env, ...options.environment };
    const run = await promisify(execFile)(options.node ?? process.execPath, args, { env, cwd: this.#folder });
    const text = run.stdout + run.stderr.replace(/^\(.*Warning:[\s\S]*?\n\(Use.*\n/gm, '');
    return `\n${text.replaceAll(join(this.#folder, 'app/'), '')}`;
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' });
}

const sdk = `
const { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
process.on('exit', () => {
  for (const { name, attributes: it } of exporter.getFinishedSpans()) {
    const place = it['code.file.path'] === undefined ? '-' :
      it['code.file.path'] + ':' + it['code.line.number'] + ':' + it['code.column.number'];
    const more = [it['code.function.name'], it['spanline.code.generated'] && 'generated ' + it['spanline.code.generated'],
      it['spanline.code.unsure'] && '(' + it['spanline.code.unsure'] + '?)',
      it['spanline.capture.error'] && 'error ' + it['spanline.capture.error']];
    console.log([name, '→', place, ...more.filter(Boolean)].join(' '));
  }
});
`;
