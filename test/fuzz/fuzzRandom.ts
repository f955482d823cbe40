/** Numbers that are the same for the same input of the same target and seed, whatever was drawn before. */
export class FuzzRandom {
  #a: number;
  #b: number;

  constructor(seed: number, name: string, index: number) {
    let hash = 2_166_136_261 ^ seed;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16_777_619);
    this.#a = mixed(hash ^ Math.imul(index, 0x9e3779b1));
    this.#b = mixed(this.#a ^ index ^ 0x85ebca6b) | 1;
  }

  /** From 0 to below `count`. */
  below(count: number): number {
    // Two words of xorshift (Marsaglia, "Xorshift RNGs").
    const t = this.#a ^ (this.#a << 10);
    this.#a = this.#b;
    this.#b = (this.#b ^ (this.#b >>> 10) ^ t ^ (t >>> 13)) >>> 0;
    return Math.floor((mixed(this.#b) / 2 ** 32) * count);
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** The end of MurmurHash3. */
function mixed(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
