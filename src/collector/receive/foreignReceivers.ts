import type { ReceiverHealth } from '../../shared/protocol.ts';
import type { Door } from './door.ts';

/** Ports of other protocols; `undefined` where one is off, 0 for any free one. */
export interface ForeignPorts {
  readonly zipkin: number | undefined;
  readonly jaegerThrift: number | undefined;
  readonly jaegerGrpc: number | undefined;
}

/** Doors for spans that come in the words of Zipkin and Jaeger. One that cannot be opened says so and does not keep the others shut. */
export class ForeignReceivers {
  readonly #health: readonly ReceiverHealth[];

  private constructor(health: readonly ReceiverHealth[]) {
    this.#health = health;
  }

  static async open(_ports: ForeignPorts, _door: Door): Promise<ForeignReceivers> {
    return new ForeignReceivers([]);
  }

  health(): readonly ReceiverHealth[] {
    return this.#health;
  }

  /** Takes no more connections; those that are open stay. */
  stopListening(): void {
    // There is none yet.
  }

  dispose(): void {
    // There is none yet.
  }
}
