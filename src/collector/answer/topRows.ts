/** The rows with the greatest keys out of any number that are offered: a heap whose top is the least of them. */
export class TopRows {
  readonly #limit: number;
  readonly #keys: Float64Array;
  readonly #rows: Uint32Array;
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
    this.#keys = new Float64Array(limit);
    this.#rows = new Uint32Array(limit);
  }

  offer(row: number, key: number): void {
    if (this.#length < this.#limit) this.#rise(this.#length++, row, key);
    else if (this.#limit > 0 && key > (this.#keys[0] as number)) this.#sink(row, key);
  }

  /** The greatest key first. */
  sorted(): number[] {
    const places = Array.from({ length: this.#length }, (_, place) => place);
    places.sort((a, b) => (this.#keys[b] as number) - (this.#keys[a] as number));
    return places.map((place) => this.#rows[place] as number);
  }

  #rise(from: number, row: number, key: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((this.#keys[above] as number) <= key) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(place, row, key);
  }

  #sink(row: number, key: number): void {
    let place = 0;
    for (;;) {
      const below = this.#lesserBelow(place);
      if (below < 0 || (this.#keys[below] as number) >= key) break;
      this.#move(below, place);
      place = below;
    }
    this.#put(place, row, key);
  }

  #lesserBelow(place: number): number {
    const left = 2 * place + 1;
    if (left >= this.#length) return -1;
    const right = left + 1;
    return right < this.#length && (this.#keys[right] as number) < (this.#keys[left] as number)
      ? right
      : left;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#rows[from] as number, this.#keys[from] as number);
  }

  #put(place: number, row: number, key: number): void {
    this.#rows[place] = row;
    this.#keys[place] = key;
  }
}
