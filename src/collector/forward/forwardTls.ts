import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { messageOf } from '../../shared/assert.ts';
import type { ForwardSettings } from '../../shared/forward.ts';
import { UserError } from '../../shared/userError.ts';

/** What Node's TLS is told. */
export interface TlsFiles {
  readonly ca: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
}

/**
 * Reads the files of a forward over TLS; `undefined` where it is not. Throws a `UserError` that names the file which cannot be read
 * or is none.
 */
export function readTlsFiles({ endpoint, tls: files, name }: ForwardSettings): TlsFiles | undefined {
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
  const result = {
    ca: [...trusted(), ...(own === undefined ? [] : [own])],
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: files?.insecureSkipVerify !== true,
  };
  check(result, name);
  return result;
}

/** Those Node brings, which most servers have, and those the system's administrator added. */
function trusted(): string[] {
  if (typeof tls.getCACertificates !== 'function') return [...tls.rootCertificates];
  return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
}

function check(files: TlsFiles, name: string): void {
  try {
    tls.createSecureContext({ ...files });
  } catch (error) {
    throw new UserError(
      `The certificates of the forward "${name}" cannot be used: ${messageOf(error)}. Check the files under tls.`,
    );
  }
}
