import { oneLine } from '../shared/oneLine.ts';

/**
 * Text of spans as inline code of Markdown: a fence longer than any run of backticks in it, on one line.
 * Nothing inside inline code is read as a link, an image, HTML or an icon.
 */
export function inlineCode(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? '' : `${fence}${padding}${line}${padding}${fence}`;
}

/** Text of spans as plain Markdown text: every character that could mean something is escaped. */
export function plainText(text: string): string {
  return oneLine(text).replace(
    /[\\`*_{}[\]()#+\-.!~<>|$&:@/]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** A link that runs a command of ours; only ids and numbers ever go into the arguments. */
export function commandLink(label: string, command: string, argument: unknown): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}
