import type { Attribute } from '../../shared/spanDetail.ts';
import { resourceSchema } from '../otlp/commonSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { wireToJson } from '../otlp/wireToJson.ts';
import type { SpanIndex } from '../store/spanIndex.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributeText } from './attributeText.ts';
import { attributesIn } from './jsonAttributes.ts';

/**
 * What tells one run of a program from the next, the surest first: the debug session that our own launch names, the
 * identity that an SDK deals itself, the process. Of a set only the first key has to be there.
 */
const tellingKeys: readonly (readonly string[])[] = [
  ['vscode.session.id'],
  ['service.instance.id'],
  ['process.pid', 'host.name', 'host.id', 'container.id', 'process.creation.time'],
  ['k8s.pod.uid'],
  ['container.id'],
];

/** Tells by a span's resource which run of its program it is of. Each resource is decoded once. */
export class ProcessRuns {
  readonly #store: TraceStore;
  #index: SpanIndex;
  /** By number of the resource. */
  readonly #known = new Map<number, string | undefined>();

  constructor(store: TraceStore) {
    this.#store = store;
    this.#index = store.index;
  }

  /** A text that is the same for all spans of a run; `undefined` where the resource does not say. */
  of(resource: number): string | undefined {
    if (this.#store.index !== this.#index) {
      this.#index = this.#store.index;
      this.#known.clear();
    }
    if (this.#known.has(resource)) return this.#known.get(resource);
    const run = runOf(attributesOf(this.#index.resources.bytesOf(resource)));
    this.#known.set(resource, run);
    return run;
  }
}

function attributesOf(bytes: Uint8Array<ArrayBuffer>): readonly Attribute[] {
  try {
    return attributesIn(wireToJson(resourceSchema, bytes, 0, bytes.length));
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

function runOf(attributes: readonly Attribute[]): string | undefined {
  const textAt = (key: string): string => {
    const found = attributes.find((attribute) => attribute.key === key);
    return found === undefined ? '' : attributeText(found.value);
  };
  const telling = tellingKeys.find(([first]) => first !== undefined && textAt(first) !== '');
  return telling?.map((key) => `${key}=${textAt(key)}`).join('\n');
}
