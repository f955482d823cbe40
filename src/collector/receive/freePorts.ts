import { createServer } from 'node:net';
import { isAnswered } from './portProbe.ts';

const lastPort = 65_535;
/** Where so many in a row are taken, any other is as good. */
const mostTries = 200;

/** Two ports above one that nobody has on either loopback address; any two where there are none. */
export async function freePorts(above: number): Promise<readonly [number, number]> {
  const found: number[] = [];
  const last = Math.min(lastPort, above + mostTries);
  for (let port = above + 1; port <= last && found.length < 2; port++) {
    if (await isFreePort(port)) found.push(port);
  }
  while (found.length < 2) {
    const port = await anyPort();
    if (!found.includes(port) && (await isFreePort(port))) found.push(port);
  }
  return [found[0] as number, found[1] as number];
}

/** Whether nobody has the port on either loopback address, nor on all addresses together. */
export async function isFreePort(port: number): Promise<boolean> {
  for (const host of loopbackAddresses) {
    if (!(await canListen(port, host)) || (await isAnswered(port, host))) return false;
  }
  return true;
}

export const loopbackAddresses = ['127.0.0.1', '::1'] as const;

/** Codes of a machine that has no IPv6, where nobody can be in the way. */
export function isMissingAddress(code: string | undefined): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(isMissingAddress(error.code)));
    server.listen({ port, host, ipv6Only: host === '::1' }, () => server.close(() => resolve(true)));
  });
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
