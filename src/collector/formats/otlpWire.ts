import { SpanScanner, type SpanVisitor } from '../otlp/spanScanner.ts';
import { splitRequest } from '../otlp/splitRequest.ts';
import { MalformedError, WireReader, wireType } from '../otlp/wireReader.ts';
import { WireWriter } from '../otlp/wireWriter.ts';
import type { SpanSink } from './spanSink.ts';

/** Keeps the spans of OTLP protobuf. What is broken is left out, span by span, and told. */
export async function readWire(bytes: Uint8Array<ArrayBuffer>, sink: SpanSink): Promise<void> {
  sink.recognised = true;
  if (faultOf(bytes) === undefined) {
    for (const request of splitRequest(bytes)) {
      await sink.offer(request);
      await sink.rest();
    }
    return;
  }
  await new Salvage(bytes, sink).read();
  await sink.flush();
}

/** Why the bytes, or a span in them, are no OTLP protobuf; `undefined` where they are. */
export function faultOf(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const broken: string[] = [];
  const refused: SpanVisitor['refused'] = (reason, _at, isBroken) => {
    if (isBroken) broken.push(reason);
  };
  try {
    new SpanScanner().scan(bytes, { group: ignore, span: ignore, refused });
    return broken[0];
  } catch (error) {
    if (error instanceof MalformedError) return error.message;
    throw error;
  }
}

/**
 * Whether broken bytes begin as OTLP protobuf: a first field of the right kind that holds what resources and
 * scopes do.
 */
export function beginsAsWire(bytes: Uint8Array): boolean {
  const reader = new WireReader(bytes);
  try {
    if (reader.tag() !== 0x0a) return false;
    reader.uint32();
    const next = reader.tag();
    reader.uint32();
    return (next === 0x0a || next === 0x12) && reader.pos < bytes.length;
  } catch (error) {
    if (error instanceof MalformedError) return false;
    throw error;
  }
}

function ignore(): void {
  // Only faults are looked for.
}

const resourceTag = 0x0a;
const listTag = 0x12;

interface Field {
  readonly tag: number;
  readonly tagAt: number;
  readonly start: number;
  readonly end: number;
  /** It says that it goes on beyond what surrounds it. */
  readonly cut: boolean;
}

/** Goes through a broken request field by field. */
class Salvage {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #sink: SpanSink;
  #isTold = false;

  constructor(bytes: Uint8Array<ArrayBuffer>, sink: SpanSink) {
    this.#bytes = bytes;
    this.#sink = sink;
  }

  async read(): Promise<void> {
    let i = 0;
    for (const field of this.#fields(0, this.#bytes.length, 'the file')) {
      if (field.tag === resourceTag) await this.#resource(field, `resourceSpans[${i++}]`);
    }
  }

  async #resource({ start, end }: Field, path: string): Promise<void> {
    const resource = this.#others(start, end, path, inResourceSpans);
    let i = 0;
    for (const field of this.#fields(start, end, path)) {
      if (field.tag === listTag) await this.#scope(field, resource, `${path}.scopeSpans[${i++}]`);
    }
  }

  async #scope({ start, end }: Field, resource: Uint8Array, path: string): Promise<void> {
    const head = { resource, scope: this.#others(start, end, path, inScopeSpans) };
    let i = 0;
    for (const field of this.#fields(start, end, path)) {
      if (field.tag !== listTag) continue;
      const spanPath = `${path}.spans[${i++}]`;
      const span = this.#bytes.subarray(field.start, field.end);
      const fault = field.cut ? 'cut off' : faultOf(inScopeSpans(asField(2, span)));
      if (fault === undefined) await this.#sink.add(head, span);
      else this.#sink.refuse(`${spanPath} (byte ${field.start})`, fault);
    }
  }

  /** Up to the first that is broken, which is told unless it was told further inside. */
  *#fields(start: number, end: number, path: string): Generator<Field> {
    const reader = new WireReader(this.#bytes);
    reader.reset(this.#bytes, start, end);
    while (reader.pos < end) {
      const field = this.#field(reader, end, path);
      if (field === undefined) return;
      yield field;
      if (field.cut) this.#tell(`${path} breaks off at byte ${field.end}`);
      reader.pos = field.end;
    }
  }

  #field(reader: WireReader, end: number, path: string): Field | undefined {
    const tagAt = reader.pos;
    try {
      const tag = reader.tag();
      if ((tag & 7) !== wireType.bytes) {
        reader.skip(tag);
        return { tag, tagAt, start: reader.pos, end: reader.pos, cut: false };
      }
      const length = reader.uint32();
      const cut = reader.pos + length > end;
      return { tag, tagAt, start: reader.pos, end: cut ? end : reader.pos + length, cut };
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#tell(`${path} is broken at byte ${tagAt}: ${error.message}`);
      return undefined;
    }
  }

  /** Whole fields that are no list and have no fault, as they stand. `within` makes a request of such a field. */
  #others(
    start: number,
    end: number,
    path: string,
    within: (field: Uint8Array) => Uint8Array<ArrayBuffer>,
  ): Uint8Array {
    const writer = new WireWriter();
    const reader = new WireReader(this.#bytes);
    reader.reset(this.#bytes, start, end);
    try {
      while (reader.pos < end) {
        const at = reader.pos;
        const tag = reader.tag();
        reader.skip(tag);
        if (tag === listTag) continue;
        const field = this.#bytes.subarray(at, reader.pos);
        const fault = faultOf(within(field));
        if (fault === undefined) writer.raw(field);
        else this.#sink.problem(`${path} (byte ${at}): ${fault}; that part was left out`);
      }
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
    }
    return writer.finish();
  }

  #tell(text: string): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#sink.problem(`${text}; what came before was kept`);
  }
}

/** Requests of one field of a `ResourceSpans` or of a `ScopeSpans`. */
function inResourceSpans(field: Uint8Array): Uint8Array<ArrayBuffer> {
  return asField(1, field);
}

function inScopeSpans(field: Uint8Array): Uint8Array<ArrayBuffer> {
  return inResourceSpans(asField(2, field));
}

function asField(number: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  writer.tag(number, wireType.bytes);
  writer.bytes(content);
  return writer.finish();
}
