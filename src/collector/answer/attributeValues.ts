import { anyValueSchema } from '../otlp/commonSchema.ts';
import { MalformedError, WireReader } from '../otlp/wireReader.ts';
import { wireToJson } from '../otlp/wireToJson.ts';
import { ByteInterner } from '../store/byteInterner.ts';
import { attributeText } from './attributeText.ts';
import { attributeValueOf } from './jsonAttributes.ts';

/** Characters of a value's text. */
const longestText = 1_000;
/** Bytes that such a text takes at most, with what stands before it. */
const textBytes = 3 * longestText + 16;
/** Bytes in which an array or a map has certainly more than those characters. */
const listBytes = 8 * longestText;
/** Beyond so many bytes of distinct values they are cut short: nobody reads a hundred thousand long texts. */
const manyBytes = 64 << 20;
const shortBytes = 256;

const stringTag = 0x0a;

/** Distinct values of attributes by their bytes as they were sent; each is decoded once. Number 0 is the value without content. */
export class AttributeValues {
  readonly #values = new ByteInterner(listBytes, 16);
  /** Of values that are cut and cannot be decoded without their end. */
  readonly #texts = new Map<number, string | undefined>();

  get count(): number {
    return this.#values.count;
  }

  /**
   * The number of the `AnyValue` message whose content is `bytes[start, end)`. With `most` values there already, one
   * that is not among them gets no number, which is −1.
   */
  intern(bytes: Uint8Array<ArrayBuffer>, start: number, end: number, most?: number): number {
    const isText = bytes[start] === stringTag;
    const usual = isText ? textBytes : listBytes;
    const longest = this.#values.textBytes < manyBytes ? usual : shortBytes;
    const before = this.#values.count;
    const id = this.#values.intern(bytes, start, Math.min(end, start + longest), most);
    if (id === before && !isText && end - start > longest) this.#texts.set(id, textOf(bytes, start, end));
    return id;
  }

  /** Cut at 1,000 characters with `…`; `undefined` where the bytes are broken. */
  text(id: number): string | undefined {
    if (this.#texts.has(id)) return this.#texts.get(id);
    const bytes = this.#values.bytesOf(id);
    return textOf(bytes, 0, bytes.length);
  }
}

function textOf(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): string | undefined {
  try {
    const plain = plainTextOf(bytes, start, end);
    if (plain !== undefined) return plain;
    return cut(attributeText(attributeValueOf(wireToJson(anyValueSchema, bytes, start, end))));
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

/** The text where the message is one and nothing else; its end may be missing. */
function plainTextOf(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): string | undefined {
  if (bytes[start] !== stringTag) return undefined;
  const reader = new WireReader(bytes);
  reader.reset(bytes, start + 1, end);
  const length = reader.uint32();
  const textEnd = reader.pos + length;
  if (textEnd < end) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + reader.pos, end - reader.pos).toString();
  return textEnd > end ? cut(text, true) : cut(text);
}

/** Nothing is left of a pair of code units that the cut would part. */
function cut(text: string, isCut = false): string {
  if (text.length <= longestText && !isCut) return text;
  return `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF\uFFFD]$/, '')}…`;
}
