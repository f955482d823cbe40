import type { Analyser } from './analyser.ts';
import { csharpFacts } from './csharpFacts.ts';
import { goFacts } from './goFacts.ts';
import { javaFacts } from './javaFacts.ts';
import { javascriptFacts } from './javascriptFacts.ts';
import type { Language } from './language.ts';
import { phpFacts } from './phpFacts.ts';
import { pythonFacts } from './pythonFacts.ts';
import { rubyFacts } from './rubyFacts.ts';
import { rustFacts } from './rustFacts.ts';

/** Who reads which language. */
export const analysers: Readonly<Record<Language, Analyser>> = {
  javascript: javascriptFacts,
  typescript: javascriptFacts,
  tsx: javascriptFacts,
  python: pythonFacts,
  go: goFacts,
  java: javaFacts,
  ruby: rubyFacts,
  rust: rustFacts,
  php: phpFacts,
  csharp: csharpFacts,
};
