/** What HTTP cannot carry in a header: control characters but the tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: They are what is looked for.
const unsendable = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

/** Whether a header can carry the text (RFC 9110 §5.5). */
export function isHeaderValue(text: string): boolean {
  return !unsendable.test(text);
}

/** A sentence without the value, which may be a secret. */
export function headerValueProblem(header: string, forward: string): string {
  return `The header ${header} of the forward "${forward}" has a character that no header can carry. Look for a line break at its end.`;
}
