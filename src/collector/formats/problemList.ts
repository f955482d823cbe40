/** The longest list of problems that is told. */
const most = 20;

/** Sentences about what is wrong with a file, the first of them kept and the others counted. */
export class ProblemList {
  readonly #first: string[] = [];
  #count = 0;

  add(problem: string): void {
    this.#count++;
    if (this.#first.length < most) this.#first.push(shortened(problem));
  }

  get count(): number {
    return this.#count;
  }

  /** At most 20; where there are more, the last one says how many. */
  list(): readonly string[] {
    if (this.#count <= most) return [...this.#first];
    return [...this.#first.slice(0, most - 1), `And ${this.#count - most + 1} more problems.`];
  }
}

/** Names and values out of a file may be as long as they like, and paths as deep. */
function shortened(problem: string): string {
  return problem.length <= 400 ? problem : `${problem.slice(0, 200)} … ${problem.slice(-150)}`;
}
