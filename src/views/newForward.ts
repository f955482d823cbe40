import type { ForwardSettings } from '../shared/forward.ts';

/** A forward that can be written into settings, and what must be kept apart from them. */
export interface NewForward {
  readonly forward: ForwardSettings;
  /** Values by the names that the forward refers to them with. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Puts a reference in the place of each header, all of which may be secrets. */
export function withoutSecrets(forward: ForwardSettings): NewForward {
  const headers = Object.entries(forward.headers ?? {});
  if (headers.length === 0) return { forward, secrets: new Map() };
  const secretName = (header: string): string => `${forward.name}/${header}`.replaceAll('}', '');
  return {
    forward: {
      ...forward,
      headers: Object.fromEntries(headers.map(([header]) => [header, `\${secret:${secretName(header)}}`])),
    },
    secrets: new Map(headers.map(([header, value]) => [secretName(header), value])),
  };
}

/** A name that no other forward has: `jaeger`, `jaeger 2`. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken.has(`${wanted} ${number}`)) return `${wanted} ${number}`;
}
