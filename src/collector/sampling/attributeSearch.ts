import { messageOf } from '../../shared/assert.ts';
import type { StringAttributeRule } from '../../shared/samplingPolicy.ts';
import { AttributeScanner } from '../otlp/attributeScanner.ts';
import { matches } from '../otlp/byteText.ts';
import { MalformedError, WireReader } from '../otlp/wireReader.ts';
import { noRow, rowMask } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { TextMatcher } from './textMatcher.ts';

/** `string_value` of `AnyValue` (opentelemetry.proto.common.v1). */
const stringTag = 0x0a;

/** Looks for an attribute of some value among a trace's spans and their resources, in their own bytes. */
export class AttributeSearch {
  readonly #store: TraceStore;
  readonly #matcher: TextMatcher;
  readonly #key: Uint8Array;
  readonly #scanner: AttributeScanner;
  readonly #value = new WireReader(new Uint8Array());
  /** The first value of the key in the message that was read; empty where it is no text. */
  #found: string | undefined;

  constructor(store: TraceStore, rule: StringAttributeRule) {
    this.#store = store;
    this.#matcher = new TextMatcher(rule.values, rule.enabled_regex_matching === true);
    this.#key = Buffer.from(rule.key);
    this.#scanner = new AttributeScanner((at) => this.#look(at), unwantedLengths(this.#key.length));
  }

  /** Whether the trace in this slot has it. */
  finds(slot: number): boolean {
    const { traces, rows, groups } = this.#store.index;
    let group = -1;
    let bytes: Uint8Array<ArrayBuffer> | undefined;
    for (let row = traces.head[slot] as number; row !== noRow; row = rows.next(row)) {
      const chunk = rows.chunk(row);
      const i = row & rowMask;
      if (chunk.group[i] !== group) {
        group = chunk.group[i] as number;
        bytes = this.#bytesOf(group);
        if (bytes !== undefined && this.#resourceMatches(bytes, groups.resourceAt[group] as number))
          return true;
      }
      if (bytes !== undefined && this.#spanMatches(bytes, chunk.at[i] as number)) return true;
    }
    return false;
  }

  /** A block that cannot be read has no attributes: the decision is made on what is left. */
  #bytesOf(group: number): Uint8Array<ArrayBuffer> | undefined {
    const { index, reader } = this.#store;
    const block = index.groups.block[group] as number;
    try {
      return reader.read(index.blocks.rowId[block] as number);
    } catch (error) {
      process.stderr.write(`A policy could not read a block: ${messageOf(error)}\n`);
      return undefined;
    }
  }

  #resourceMatches(bytes: Uint8Array<ArrayBuffer>, at: number): boolean {
    this.#found = undefined;
    this.#scanner.readResource(bytes, at);
    return this.#found !== undefined && this.#matcher.matches(this.#found);
  }

  /** An empty text, or a value that is none, counts in resources alone, as in the Collector. */
  #spanMatches(bytes: Uint8Array<ArrayBuffer>, at: number): boolean {
    this.#found = undefined;
    this.#scanner.readSpan(bytes, at);
    return this.#found !== undefined && this.#found !== '' && this.#matcher.matches(this.#found);
  }

  /** Of a key that comes twice the first one counts. */
  #look({ bytes, keyStart, keyEnd, valueStart, valueEnd }: AttributeScanner): void {
    if (this.#found !== undefined || !matches(bytes, keyStart, keyEnd, this.#key)) return;
    this.#found = this.#textAt(bytes, valueStart, valueEnd);
  }

  #textAt(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): string {
    const reader = this.#value;
    reader.reset(bytes, start, end);
    let text = '';
    try {
      while (reader.pos < end) {
        const tag = reader.tag();
        if (tag !== stringTag) {
          reader.skip(tag);
          continue;
        }
        const textEnd = reader.endOfBytes();
        text = Buffer.from(bytes.buffer, bytes.byteOffset + reader.pos, textEnd - reader.pos).toString();
        reader.pos = textEnd;
      }
    } catch (error) {
      // A value that is broken inside was no reason to refuse its span, and is no text.
      if (!(error instanceof MalformedError)) throw error;
    }
    return text;
  }
}

/** By the length of a key 1 where it is not the wanted one. */
function unwantedLengths(wanted: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, length) => (length === wanted ? 0 : 1));
}
