import type { BodyBuffer } from './bodyBuffer.ts';

/** The part of a request that comes before its body, whichever HTTP carried it. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** `Host`, or `:authority`. */
  readonly host: string | undefined;
  header(name: string): string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request whose body is wanted. */
export interface Upload {
  /** Takes the whole body and answers; never rejects. */
  receive(body: BodyBuffer): Promise<Reply>;
  /** The answer where the body could not be read to its end. */
  refuse(error: unknown): Reply;
}

/** What a port answers over HTTP: decides by the head alone whether the body is to be read. */
export type HttpService = (head: RequestHead) => Upload | Reply;

export function isReply<T extends object>(decided: T | Reply): decided is Reply {
  return 'status' in decided;
}
