import { HttpError } from './httpError.ts';
import { type Peer, urlOf } from './peers.ts';

/** Asks another service; an answer that is no success is thrown as it came. */
export async function get<T>(peer: Peer, path: string): Promise<T> {
  return await answer<T>(await fetch(urlOf(peer) + path));
}

export async function post<T>(peer: Peer, path: string, body: unknown): Promise<T> {
  return await answer<T>(
    await fetch(urlOf(peer) + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

async function answer<T>(response: Response): Promise<T> {
  const body = (await response.json()) as T & { readonly error?: string };
  if (!response.ok) throw new HttpError(response.status, body.error ?? response.statusText);
  return body;
}
