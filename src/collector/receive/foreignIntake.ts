import type { RequestKeeper, Transcoded } from '../formats/foreignSpans.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { signal } from '../store/blockFile.ts';
import { RefusedError } from '../store/intake.ts';
import { BodyBuffer } from './bodyBuffer.ts';
import type { Door } from './door.ts';
import { TooLargeError } from './tooLargeError.ts';

/**
 * Keeps what came in other words than OTLP's, through the same door as everything: `transcode` hands it on. Resolves once
 * all of it is committed; rejects as the door does, and where there is no span among what was sent as spans.
 */
export async function takeIn(
  door: Door,
  transcode: (keep: RequestKeeper) => Promise<Transcoded>,
): Promise<void> {
  if (door.paused) throw new RefusedError('Spanline is paused; send this again later.', true);
  try {
    const { spans, refused, reason } = await transcode((request) => keep(door, request));
    if (refused === 0) return;
    door.refused.add(reason ?? 'no reason', 0, refused);
    if (spans === 0) throw new MalformedError(`it has no span that can be kept (${reason})`);
  } catch (error) {
    if (error instanceof MalformedError || error instanceof TooLargeError) door.countRefusal(error.message);
    throw error;
  }
}

async function keep(door: Door, request: Uint8Array<ArrayBuffer>): Promise<void> {
  const body = new BodyBuffer(door.budget);
  try {
    body.add(request);
    await door.receive(signal.traces, body, 'protobuf');
  } finally {
    body.release();
  }
}
