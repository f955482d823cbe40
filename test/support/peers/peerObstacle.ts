import { describe, test } from 'vitest';
import { missingRuntime } from '../apps/appRuntimes.ts';
import { namedApps, type peerNames } from '../apps/appSuite.ts';
import { isInstalled, type PeerInstall } from './peerInstall.ts';

/** What a peer's tests are called on the command line: `npm run test:apps -- collector`. */
export type PeerName = (typeof peerNames)[number];

/** Whether what takes minutes on a fresh machine is wanted: in CI, and by who asks for it. */
export function isAskedFor(name: PeerName): boolean {
  return namedApps.has(name) || process.env['CI'] === 'true' || process.env['SPANLINE_APPS'] === 'all';
}

/** Why the peer's tests do not run: a sentence, or `undefined`. What has been installed once always runs. */
export async function obstacleTo(
  name: PeerName,
  peer: PeerInstall,
  runtimes: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (namedApps.size > 0 && !namedApps.has(name)) return 'It was not named.';
  if (!isInstalled(peer) && !isAskedFor(name)) return `npm run test:apps -- ${name} installs and runs it.`;
  return await missingRuntime({ runtimes });
}

/** Tests that need a peer, or a visible skip that says why they cannot run. */
export function describePeer(title: string, obstacle: string | undefined, tests: () => void): void {
  if (obstacle === undefined) describe(title, tests);
  else test(`${title}: ${obstacle}`, ({ skip }) => skip(obstacle));
}
