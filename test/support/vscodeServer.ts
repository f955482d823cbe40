import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root, vscodeServer } from './paths.mjs';
import { endTree } from './processTree.ts';
import { writeSettings } from './settings.ts';
import { waitForLine } from './waitForLine.ts';

export interface VSCodeServerOptions {
  /** Holds settings, state and logs of this server. */
  readonly data: string;
  /** 0 for any free one. */
  readonly port?: number;
  /** Asked of whoever opens a page; without it, nothing is asked. */
  readonly token?: string;
  /** Besides those of a calm window. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folder of our extension; the repository without. */
  readonly extension?: string;
}

/** What a page opens. Paths are absolute. */
export interface WindowOptions {
  readonly folder: string;
  /** A module whose `run` is called once the window is there; it ends the window. */
  readonly tests?: string;
  readonly openFile?: string;
}

/** A VS Code server, which serves windows to browsers. */
export class VSCodeServer {
  /** `127.0.0.1:PORT` */
  readonly authority: string;
  /**
   * Our extension by another path: VS Code takes every theme that lies within the extension that is run from source
   * for one of its own and switches to it, and its own themes lie in our `.vscode-test`.
   */
  readonly extension: string;
  readonly #process: ChildProcess;

  static async start(options: VSCodeServerOptions): Promise<VSCodeServer> {
    for (const place of ['User', 'Machine']) {
      await writeSettings(join(options.data, 'data', place), { ...options.settings });
    }
    const child = spawn(
      process.execPath,
      [join(vscodeServer, 'out/server-main.js'), ...serverArguments(options)],
      {
        env: serverEnvironment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const log = createWriteStream(join(options.data, 'server.log'));
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    const port = await waitForLine(child, /Extension host agent listening on (\d+)/, 'The VS Code server');
    const extension = await linkToExtension(options.data, options.extension ?? root);
    return new VSCodeServer(child, `127.0.0.1:${port}`, extension);
  }

  private constructor(child: ChildProcess, authority: string, extension: string) {
    this.#process = child;
    this.authority = authority;
    this.extension = extension;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  urlOf(window: WindowOptions): string {
    return `http://${this.authority}/?${this.queryOf(window, this.authority)}`;
  }

  /** The query of a page's address. `authority` is where the browser sees this server. */
  queryOf(window: WindowOptions, authority: string): string {
    return windowQuery({ ...window, extension: this.extension }, authority);
  }

  async stop(): Promise<void> {
    await endTree(this.#process);
  }
}

async function linkToExtension(data: string, folder: string): Promise<string> {
  const link = join(data, 'extension');
  await rm(link, { force: true });
  await symlink(folder, link, 'junction');
  return link;
}

function windowQuery(window: WindowOptions & { readonly extension: string }, authority: string): string {
  const remote = (path: string) => `vscode-remote://${authority}${path.startsWith('/') ? '' : '/'}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(window.extension)],
    ...(window.tests === undefined ? [] : [['extensionTestsPath', remote(window.tests)]]),
    ...(window.openFile === undefined ? [] : [['openFile', remote(window.openFile)]]),
    ['skipWelcome', 'true'],
  ];
  return new URLSearchParams({ folder: window.folder, payload: JSON.stringify(payload) }).toString();
}

function serverArguments({ data, port = 0, token }: VSCodeServerOptions): string[] {
  const access = token === undefined ? ['--without-connection-token'] : ['--connection-token', token];
  return [
    ...['--host', '127.0.0.1', '--port', String(port), ...access, '--server-data-dir', data],
    ...['--accept-server-license-terms', '--disable-workspace-trust', '--disable-telemetry'],
    // Only then does a page accept which extension to run from source.
    '--enable-smoke-test-driver',
  ];
}

/** Nothing of a VS Code that this may be started from. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('VSCODE_') && !name.startsWith('ELECTRON_') && name !== 'NODE_OPTIONS',
  );
  return Object.fromEntries(inherited);
}
