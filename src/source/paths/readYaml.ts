import { parse } from 'yaml';

/**
 * The data of a YAML text; `undefined` for broken files, tags of other tools and bombs of aliases. A bundle of its own
 * that is loaded where there is YAML: the parser is as large as a third of the extension.
 */
export function readYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', uniqueKeys: false, merge: true });
  } catch {
    // The user is perhaps typing in it; compose will tell them what is wrong.
    return undefined;
  }
}
