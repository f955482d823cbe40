import type { JsonMessage } from '../../../../src/collector/otlp/wireToJson.ts';
import { seededRandom } from '../../trace/randomSpans.ts';

/** A document in OTLP JSON with everything that spans may have, of a few traces and services. */
export function randomDocument(seed: number): JsonMessage {
  const maker = new Maker(seededRandom(seed));
  return { resourceSpans: maker.times(1, 3, () => maker.resourceSpans()) };
}

const startNanos = 1_763_816_400_000_000_000n;
const words = ['GET /a', 'charge', 'größe', 'line\nbreak', 'a|b', '"quoted": {}', '', '😀', '__proto__'];

class Maker {
  readonly #random: () => number;
  readonly #ids: string[][] = [[], []];
  #next = 1;

  constructor(random: () => number) {
    this.#random = random;
  }

  times<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.#below(most - least + 1) }, make);
  }

  resourceSpans(): JsonMessage {
    const attributes = [
      ...this.#maybe(() => [string('service.name', `service ${this.#below(3)}`)], []),
      ...this.#maybe(
        () => [string('host.name', 'box'), { key: 'process.pid', value: { intValue: '17' } }],
        [],
      ),
      ...this.#maybe(() => [string('team', 'blue')], []),
    ];
    return { resource: { attributes }, scopeSpans: this.times(1, 2, () => this.#scopeSpans()) };
  }

  #scopeSpans(): JsonMessage {
    const scope = this.#maybe(
      () => ({ name: `scope ${this.#below(3)}`, ...this.#maybe(() => ({ version: '1.2' }), {}) }),
      {},
    );
    return { scope, spans: this.times(1, 6, () => this.#span()) };
  }

  #span(): JsonMessage {
    const trace = this.#below(2);
    const traceId = (trace + 1).toString(16).padStart(32, 'e');
    const spanId = (this.#next++).toString(16).padStart(16, 'd');
    const ids = this.#ids[trace] ?? [];
    const parent = ids[this.#below(ids.length + 1)];
    ids.push(spanId);
    const start = startNanos + BigInt(this.#below(1e9));
    const end = start + BigInt(this.#pick([0, 1, 999, 1000, 1_234_567, -5_000_001]));
    return {
      traceId,
      spanId,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      ...this.#maybe(() => ({ traceState: 'a=b,c=d' }), {}),
      name: this.#pick(words),
      kind: this.#below(6),
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(end),
      attributes: this.#attributes(),
      events: this.times(0, 2, () => ({
        timeUnixNano: String(start + BigInt(this.#below(1e6))),
        name: this.#pick(words),
        attributes: this.#attributes(),
      })),
      // Of a root, Jaeger takes what it follows in its own trace for its parent.
      links: this.times(0, 2, () => this.#link(parent === undefined ? 'c' : 'e')),
      ...this.#maybe(() => ({ droppedAttributesCount: 3, droppedEventsCount: 4, droppedLinksCount: 5 }), {}),
      status: this.#pick([
        {},
        { code: 1 },
        { code: 2 },
        { code: 2, message: 'no "luck"' },
        { code: 1, message: 'fine' },
      ]),
    };
  }

  #link(fill: string): JsonMessage {
    const attributes = this.#maybe(() => [string('why', 'batch')], []);
    return {
      traceId: String(this.#next).padStart(32, fill),
      spanId: String(this.#next++).padStart(16, fill),
      attributes,
    };
  }

  #attributes(): JsonMessage[] {
    const values: [string, JsonMessage][] = [
      ['text', { stringValue: this.#pick(words) }],
      ['int', { intValue: this.#pick(['0', '-7', '9007199254740993', '-9223372036854775808']) }],
      ['double', { doubleValue: this.#pick([0.5, 3, -1e300, 'NaN', '-Infinity']) }],
      ['bool', { boolValue: this.#random() < 0.5 }],
      ['bytes', { bytesValue: 'AQID' }],
      ['array', { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'x' }] } }],
      ['map', { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } }],
      ['none', {}],
      ['__proto__', { stringValue: 'p' }],
      ['server.address', { stringValue: 'db.local' }],
    ];
    return values.filter(() => this.#random() < 0.4).map(([key, value]) => ({ key, value }));
  }

  #maybe<T, O>(make: () => T, otherwise: O): T | O {
    return this.#random() < 0.6 ? make() : otherwise;
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#below(values.length)] as T;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

function string(key: string, text: string): JsonMessage {
  return { key, value: { stringValue: text } };
}
