import type { Analyser, LineAnalyser } from './analyser.ts';
import { csharpFacts } from './csharpFacts.ts';
import { elixirFacts } from './elixirFacts.ts';
import { goFacts } from './goFacts.ts';
import { javaFacts } from './javaFacts.ts';
import { javascriptFacts } from './javascriptFacts.ts';
import { kotlinFacts } from './kotlinFacts.ts';
import type { Language } from './language.ts';
import { phpFacts } from './phpFacts.ts';
import { pythonFacts } from './pythonFacts.ts';
import { rubyFacts } from './rubyFacts.ts';
import { rustFacts } from './rustFacts.ts';

/** Who reads which language. */
export const analysers: Readonly<Record<Language, Analyser | LineAnalyser>> = {
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
  kotlin: kotlinFacts,
  elixir: elixirFacts,
};
