import { messageOf } from '../../shared/assert.ts';
import type { ReceiverHealth } from '../../shared/protocol.ts';
import { RecentHalves } from '../formats/recentHalves.ts';
import type { Door } from './door.ts';
import type { GrpcMethods } from './grpcCall.ts';
import { createHttp1Server } from './http1Server.ts';
import { createHttp2Server } from './http2Server.ts';
import type { HttpService } from './httpService.ts';
import { jaegerGrpcService, jaegerMethods, jaegerThriftService } from './jaegerReceiver.ts';
import { ReceiverPort } from './receiverPort.ts';
import { zipkinMethods, zipkinService } from './zipkinReceiver.ts';

/** Ports of other protocols; `undefined` where one is off, 0 for any free one. */
export interface ForeignPorts {
  readonly zipkin: number | undefined;
  readonly jaegerThrift: number | undefined;
  readonly jaegerGrpc: number | undefined;
}

/** One of them. */
interface Receiver {
  readonly name: string;
  /** The flag that names its port. */
  readonly option: string;
  readonly port: number | undefined;
  readonly service: HttpService;
  readonly methods: GrpcMethods;
}

const noMethods: GrpcMethods = new Map();

/** Doors for spans that come in the words of Zipkin and Jaeger. One that cannot be opened says so and does not keep the others shut. */
export class ForeignReceivers {
  readonly #health: readonly ReceiverHealth[];
  readonly #ports: readonly ReceiverPort[];

  private constructor(health: readonly ReceiverHealth[], ports: readonly ReceiverPort[]) {
    this.#health = health;
    this.#ports = ports;
  }

  static async open(wanted: ForeignPorts, door: Door): Promise<ForeignReceivers> {
    const ports: ReceiverPort[] = [];
    const health: ReceiverHealth[] = [];
    for (const receiver of receiversOf(wanted, door)) {
      if (receiver.port === undefined) continue;
      try {
        const port = await listen(receiver, receiver.port, door);
        ports.push(port);
        health.push({ name: receiver.name, address: port.address });
      } catch (error) {
        health.push({ name: receiver.name, problem: messageOf(error) });
      }
    }
    return new ForeignReceivers(health, ports);
  }

  health(): readonly ReceiverHealth[] {
    return this.#health;
  }

  /** Takes no more connections; those that are open stay. */
  stopListening(): void {
    for (const port of this.#ports) port.stopListening();
  }

  /** Ends all connections. */
  dispose(): void {
    for (const port of this.#ports) port.dispose();
  }
}

function receiversOf({ zipkin, jaegerThrift, jaegerGrpc }: ForeignPorts, door: Door): readonly Receiver[] {
  // A program that speaks both may share spans between them.
  const recent = new RecentHalves();
  return [
    {
      name: 'Zipkin',
      option: '--zipkin',
      port: zipkin,
      service: zipkinService(door, recent),
      methods: zipkinMethods(door, recent),
    },
    {
      name: 'Jaeger Thrift',
      option: '--jaeger-thrift',
      port: jaegerThrift,
      service: jaegerThriftService(door, recent),
      methods: noMethods,
    },
    {
      name: 'Jaeger gRPC',
      option: '--jaeger-grpc',
      port: jaegerGrpc,
      service: jaegerGrpcService(door),
      methods: jaegerMethods(door, recent),
    },
  ];
}

function listen({ option, service, methods }: Receiver, port: number, door: Door): Promise<ReceiverPort> {
  return ReceiverPort.listen(port, option, {
    http1: createHttp1Server(door, service),
    http2: createHttp2Server(door, methods, service),
  });
}
