import type { FuzzRandom } from './fuzzRandom.ts';
import { mutateBytes } from './mutateBytes.ts';

const spiteful = [
  '',
  '0',
  'ffffffffffffffff',
  '00000000000000000000000000000000',
  -1,
  1e300,
  1.5,
  2 ** 53,
  '18446744073709551616',
  '-9223372036854775809',
  '1763816400000000.123',
  'NaN',
  'Infinity',
  null,
  true,
  [],
  {},
  [[[]]],
  '__proto__',
  'SPAN_KIND_CLIENT',
  '\ud800',
  'ж🙂',
];

/** JSON with values and names put elsewhere, then with its bytes changed. */
export class JsonInput {
  readonly #values: readonly unknown[];
  readonly #texts: readonly Uint8Array[];

  constructor(texts: readonly string[]) {
    this.#values = texts.map((text) => JSON.parse(text) as unknown);
    this.#texts = this.#values.map((value) => Buffer.from(JSON.stringify(value)));
  }

  make(random: FuzzRandom): Uint8Array {
    const value = structuredClone(random.pick(this.#values));
    if (!random.once(10)) for (let left = random.below(4); left >= 0; left--) change(random, value);
    const bytes = Buffer.from(JSON.stringify(value, undefined, random.once(4) ? 1 : 0));
    return random.once(3) ? mutateBytes(random, bytes, random.pick(this.#texts)) : new Uint8Array(bytes);
  }
}

const addedNames = ['unknown', 'trace_id', 'span_id', '__proto__', 'value'];

/** Also one of the name `__proto__`. */
function addMember(place: object, name: string, value: unknown): void {
  Object.defineProperty(place, name, { value, enumerable: true, writable: true, configurable: true });
}

/** Changes one place of a tree of arrays and objects. */
function change(random: FuzzRandom, value: unknown): void {
  const places: Record<string, unknown>[] = [];
  const open = [value];
  for (const each of open) {
    if (typeof each !== 'object' || each === null) continue;
    places.push(each as Record<string, unknown>);
    open.push(...Object.values(each));
  }
  const place = random.pick(places);
  const names = Object.keys(place);
  const name = names.length === 0 ? 'name' : random.pick(names);
  switch (random.below(5)) {
    case 0:
      delete place[name];
      return;
    case 1:
      place[name] = structuredClone(random.pick(places));
      return;
    case 2:
      if (!Array.isArray(place)) addMember(place, random.pick(addedNames), place[name]);
      return;
    case 3: {
      let nested: unknown = place[name];
      for (let depth = random.below(random.once(3) ? 60 : 4); depth >= 0; depth--)
        nested = random.once(2) ? [nested] : { arrayValue: { values: [nested] } };
      place[name] = nested;
      return;
    }
    default:
      place[name] = structuredClone(random.pick(spiteful));
  }
}
