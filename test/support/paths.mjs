import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
/** Runtimes, by version, and what runs of them leave behind; ignored by git. */
export const cache = join(root, '.vscode-test');
export const artifacts = join(root, 'artifacts');
export const shop = join(root, 'test/apps/shop');
/** What says of the sample's spans which lines they are of; made by the build. */
export const nodeCapture = join(root, 'dist/capture/node/hook.cjs');

export const nodeVersion = '24.21.0';
export const codeServerVersion = '4.139.1';

const nodePackage = `node-${process.platform === 'darwin' && process.arch === 'arm64' ? 'bin-darwin' : platform()}-${process.arch}`;
export const nodeFolder = join(cache, `node-${nodeVersion}`);
export const codeServerFolder = join(cache, `code-server-${codeServerVersion}`);

/** The pinned Node, which runs all that Node 20 cannot. */
export const node24 = join(
  nodeFolder,
  'node_modules',
  nodePackage,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
export const nodeSpecifier = `${nodePackage}@${nodeVersion}`;
export const vscodeServer = join(codeServerFolder, 'node_modules/code-server/lib/vscode');

function platform() {
  return process.platform === 'win32' ? 'win' : process.platform;
}
