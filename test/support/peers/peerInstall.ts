import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { alone } from '../apps/appInstall.ts';

/** A program of somebody else that is installed by its own ecosystem's client. */
export interface PeerInstall {
  readonly name: string;
  /** What decides about a new install: versions, the text of a list of modules. */
  readonly pins: readonly string[];
  /** Fills a folder that is empty. */
  readonly install: (folder: string) => Promise<void>;
}

/** Outside the repository, so that a fresh clone finds what another one has built. */
const peersFolder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'spanline-peers');

/** Where the peer is once it has been installed. */
export function folderOf({ name, pins }: PeerInstall): string {
  const sum = createHash('sha256').update(JSON.stringify(pins)).digest('hex').slice(0, 12);
  return join(peersFolder, `${name}-${sum}`);
}

export function isInstalled(peer: PeerInstall): boolean {
  return existsSync(folderOf(peer));
}

/** Installs the peer unless it is there; its folder takes its place when it is complete. */
export async function installPeer(peer: PeerInstall): Promise<string> {
  const folder = folderOf(peer);
  if (isInstalled(peer)) return folder;
  await alone(`${folder}.lock`, async () => {
    if (isInstalled(peer)) return;
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await peer.install(partial);
    await rename(partial, folder);
  });
  return folder;
}
