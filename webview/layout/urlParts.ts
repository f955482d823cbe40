/** An address taken apart, decoded for reading. */
export interface UrlParts {
  /** All before the query. */
  readonly base: string;
  readonly parameters: readonly UrlParameter[];
  /** Behind `#`; empty for none. */
  readonly fragment: string;
}

export interface UrlParameter {
  readonly name: string;
  readonly value: string;
}

/** Of more parameters the address as it was sent says as much. */
const mostParameters = 200;

/**
 * The parts of an address, of a path with a query, or of a bare query; `undefined` where taking it apart would
 * show nothing new.
 */
export function urlParts(text: string, isQuery = false): UrlParts | undefined {
  const [beforeFragment = '', ...fragments] = text.split('#');
  const question = isQuery ? -1 : beforeFragment.indexOf('?');
  const query = isQuery || question >= 0 ? beforeFragment.slice(question + 1) : '';
  const base = decoded(isQuery ? '' : beforeFragment.slice(0, question < 0 ? undefined : question));
  const parameters = [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
  const isPlain = parameters.length === 0 && base === beforeFragment;
  if (isPlain || parameters.length > mostParameters) return undefined;
  return { base, parameters, fragment: decoded(fragments.join('#')) };
}

/** Signs that part an address stay encoded, so that its parts stay what they are. */
function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
