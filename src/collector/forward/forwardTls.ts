import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { messageOf } from '../../shared/assert.ts';
import type { ForwardSettings } from '../../shared/forward.ts';
import { UserError } from '../../shared/userError.ts';

/** What TLS is told; made once, because there are hundreds of certificates in it. */
export interface ForwardTls {
  readonly secureContext: tls.SecureContext;
  readonly rejectUnauthorized: boolean;
}

/**
 * Reads the files of a forward over TLS; `undefined` where it is not. Throws a `UserError` that names the file which cannot be read
 * or is none.
 */
export function readForwardTls({ endpoint, tls: files, name }: ForwardSettings): ForwardTls | undefined {
  if (!/^https:/i.test(endpoint)) return undefined;
  const read = (path: string | undefined, option: string): string | undefined => {
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new UserError(
        `The forward "${name}" cannot read its ${option}: ${messageOf(error)}. Check the path.`,
      );
    }
  };
  const own = read(files?.caFile, 'tls.caFile');
  const cert = read(files?.certFile, 'tls.certFile');
  const key = read(files?.keyFile, 'tls.keyFile');
  const ca = [...trusted(), ...(own === undefined ? [] : [own])];
  try {
    const secureContext = tls.createSecureContext({ ca, cert, key });
    return { secureContext, rejectUnauthorized: files?.insecureSkipVerify !== true };
  } catch (error) {
    throw new UserError(
      `The certificates of the forward "${name}" cannot be used: ${messageOf(error)}. Check the files under tls.`,
    );
  }
}

/** Those Node brings, which most servers have, and those the system's administrator added. */
function trusted(): string[] {
  if (typeof tls.getCACertificates !== 'function') return [...tls.rootCertificates];
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}
