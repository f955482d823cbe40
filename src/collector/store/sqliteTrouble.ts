/** What is wrong with a database, as far as it matters what to do. */
export type Trouble = 'damaged' | 'full' | 'readOnly' | 'locked' | 'unwritable';

/** Primary result codes (https://sqlite.org/rescode.html); a file that is shorter than it says is an extended one. */
const corrupt = 11;
const notADatabase = 26;
const shortRead = 522;
const troubles: ReadonlyMap<number, Trouble> = new Map([
  [corrupt, 'damaged'],
  [notADatabase, 'damaged'],
  [3, 'readOnly'],
  [5, 'locked'],
  [6, 'locked'],
  [8, 'readOnly'],
  [10, 'unwritable'],
  [13, 'full'],
  [14, 'unwritable'],
]);

/** What an error of `node:sqlite` says; `undefined` for all others. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  const code = Number(error.errcode);
  return code === shortRead ? 'damaged' : troubles.get(code & 0xff);
}

/** The same as sentences for people: what happens now, and what they can do. */
export function troubleText(trouble: Trouble, path: string): string {
  const meanwhile = 'Nothing new is kept meanwhile, and senders are told to try again.';
  switch (trouble) {
    case 'full':
      return `The disk with ${path} is full. ${meanwhile} Free some space, or clear the traces.`;
    case 'readOnly':
      return `${path} cannot be written, because it or its folder is read-only. ${meanwhile}`;
    case 'locked':
      return `${path} is used by another process. ${meanwhile} End that process.`;
    case 'unwritable':
      return `${path} cannot be read or written, because the disk fails. ${meanwhile}`;
    case 'damaged':
      return `${path} is damaged and is being mended. ${meanwhile}`;
  }
}
