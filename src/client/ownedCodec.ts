import { DefaultDeserializer, serialize } from 'node:v8';
import type { Codec } from '../shared/frameTransport.ts';

/**
 * Node's structured clone format, as the collector speaks it. Typed arrays come out with buffers of their own
 * of exactly their size: Node would make them views of the whole frame, and `postMessage` ships whole buffers.
 */
export const ownedCodec: Codec = {
  encode: serialize,
  decode: (bytes) => {
    const deserializer = new OwnedDeserializer(bytes);
    deserializer.readHeader();
    return deserializer.readValue();
  },
};

/** Node calls `_readHostObject` for each typed array; the hook is documented, and absent from the declared types. */
class OwnedDeserializer extends DefaultDeserializer {
  _readHostObject(): unknown {
    const view: unknown = Reflect.apply(readHostObject, this, []);
    if (Buffer.isBuffer(view)) return new Uint8Array(view);
    return isSliceable(view) ? view.slice() : view;
  }
}

const readHostObject = Reflect.get(DefaultDeserializer.prototype, '_readHostObject') as () => unknown;

function isSliceable(view: unknown): view is { slice(): unknown } {
  return ArrayBuffer.isView(view) && 'slice' in view;
}
