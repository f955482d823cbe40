import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { messageOf } from '../../shared/assert.ts';
import { BodyBuffer } from './bodyBuffer.ts';
import type { Door } from './door.ts';

export interface BodyReceiver {
  /** The whole body has come; it is released once this is done with it. */
  complete(body: BodyBuffer): Promise<void>;
  /** It is refused, and what is left of it is not read. */
  refuse(error: unknown): void;
}

/** Gathers the body of one request from `source`; what it holds is released when it was used, or `exchange` closes. */
export function gatherBody(
  door: Door,
  source: Readable & { readonly aborted: boolean },
  exchange: EventEmitter,
  to: BodyReceiver,
): void {
  const body = new BodyBuffer(door.budget);
  exchange.on('close', () => body.release());
  source.on('data', (chunk: Uint8Array) => {
    try {
      body.add(chunk);
    } catch (error) {
      source.removeAllListeners('data').removeAllListeners('end');
      body.release();
      door.countRefusal(messageOf(error));
      to.refuse(error);
    }
  });
  source.on('end', () => {
    // What was broken off ends too, and may look like a shorter body.
    if (!source.aborted) void to.complete(body).finally(() => body.release());
  });
}
