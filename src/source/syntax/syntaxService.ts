import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../../shared/assert.ts';
import type { Disposable } from '../../shared/disposable.ts';
import { analysers } from './analysers.ts';
import { FactsReader } from './factsReader.ts';
import type { FileFacts } from './fileFacts.ts';
import { languageOf } from './language.ts';
import { SourceReader } from './sourceReader.ts';
import type { FactsQuery, Scanned, ScanQuery, SyntaxApi } from './syntaxProtocol.ts';
import { isWorthParsing } from './worthParsing.ts';

/** A question about one file waits no longer than this for a scan. Milliseconds. */
const sliceMillis = 20;

/** The syntax thread's work. It blocks the thread that it runs on. */
export class SyntaxService implements SyntaxApi, Disposable {
  readonly #facts: FactsReader;
  readonly #reader = new SourceReader();
  #sliceEnd = 0;

  /** The directory holds `tree-sitter.wasm` and a grammar for each language. */
  constructor(wasmDirectory: string) {
    this.#facts = new FactsReader(wasmDirectory);
  }

  async factsOf({ path, text }: FactsQuery): Promise<FileFacts | undefined> {
    if (languageOf(path) === undefined) return undefined;
    const source = this.#reader.read(path, text)?.whole();
    return source === undefined ? undefined : await this.#facts.factsOf(path, source);
  }

  async scan({ paths, texts }: ScanQuery): Promise<Scanned> {
    const files: [string, FileFacts][] = [];
    const problems: string[] = [];
    for (const path of paths) {
      await this.#breathe();
      try {
        const facts = await this.#scanOne(path, texts.get(path));
        if (facts !== undefined) files.push([path, facts]);
      } catch (error) {
        problems.push(messageOf(error));
      }
    }
    return { files, problems };
  }

  dispose(): void {
    this.#facts.dispose();
  }

  async #scanOne(path: string, unsaved: string | undefined): Promise<FileFacts | undefined> {
    const language = languageOf(path);
    const source = language === undefined ? undefined : this.#reader.read(path, unsaved);
    if (language === undefined || source === undefined) return undefined;
    if (!isWorthParsing(path, source.rough, analysers[language].markers)) return undefined;
    return await this.#facts.factsOf(path, source.whole());
  }

  /** Lets what came meanwhile be answered. */
  async #breathe(): Promise<void> {
    if (performance.now() < this.#sliceEnd) return;
    await setImmediate();
    this.#sliceEnd = performance.now() + sliceMillis;
  }
}
