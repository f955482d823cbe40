/** Shorter words are no secrets, and may stand anywhere. */
const leastCharacters = 6;
/** What stands behind a text that was cut. */
const cut = /^(?:…|\.\.\.|”|$)/;

/** Values of a forward's headers, which a server may repeat, and their parts, as in `Bearer abcdef`. */
export class HeaderSecrets {
  /** The longest first: one may hold another. */
  readonly #secrets: readonly string[];

  constructor(headers: Readonly<Record<string, string>> = {}) {
    const words = Object.values(headers).flatMap((value) => [value, ...value.split(/[\s,;=]+/)]);
    const secrets = new Set(words.filter((word) => word.length >= leastCharacters));
    this.#secrets = [...secrets].sort((a, b) => b.length - a.length);
  }

  /** The text without them, and without what of one stands before a cut. */
  strikeOut(text: string): string {
    const whole = this.#secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text);
    return this.#secrets.reduce(withoutBeginnings, whole);
  }
}

function withoutBeginnings(text: string, secret: string): string {
  const beginning = secret.slice(0, leastCharacters);
  let left = text;
  for (let at = left.indexOf(beginning); at >= 0; at = left.indexOf(beginning, at + 1)) {
    let end = at + beginning.length;
    while (end - at < secret.length && left[end] === secret[end - at]) end++;
    if (cut.test(left.slice(end, end + 3))) left = `${left.slice(0, at)}…${left.slice(end)}`;
  }
  return left;
}
