import { ensureExists } from '../../src/shared/assert.ts';
import type { FuzzRandom } from './fuzzRandom.ts';
import { mutateBytes } from './mutateBytes.ts';
import { copiedTree, encodeTree, mutateTree, type ProtoTree, protoTree } from './protoTree.ts';

/** Inputs made of messages: their structure changed, then their bytes. One in twenty is only written in another way. */
export class ProtoInput {
  readonly #corpus: readonly Uint8Array[];
  readonly #trees: readonly ProtoTree[];

  constructor(corpus: readonly Uint8Array[]) {
    this.#corpus = corpus;
    this.#trees = corpus.map((bytes) => ensureExists(protoTree(bytes)));
  }

  make(random: FuzzRandom): Uint8Array {
    const tree = copiedTree(random.pick(this.#trees));
    if (!random.once(20)) mutateTree(random, tree, random.pick(this.#trees));
    const bytes = encodeTree(random, tree, random.pick([0, 0, 5, 40]));
    return random.once(2) ? bytes : mutateBytes(random, bytes, random.pick(this.#corpus));
  }
}
