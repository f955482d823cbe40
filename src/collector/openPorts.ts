import type { ReadyLine } from '../shared/collectorState.ts';
import type { DisposableStore } from '../shared/disposable.ts';
import { TakenPortError } from '../shared/takenPortError.ts';
import type { Door } from './receive/door.ts';
import { freePorts } from './receive/freePorts.ts';
import { createHttp1Server } from './receive/http1Server.ts';
import { createHttp2Server } from './receive/http2Server.ts';
import { otlpGrpcMethods } from './receive/otlpGrpc.ts';
import { otlpService } from './receive/otlpHttp.ts';
import { PortTakenError } from './receive/portTakenError.ts';
import { type Protocols, ReceiverPort } from './receive/receiverPort.ts';

export interface WantedPorts {
  readonly grpcPort: number;
  readonly httpPort: number;
}

/**
 * Opens both doors for OTLP or none: one that is open alone would look like all is well to half of the senders. Throws a
 * `TakenPortError` with two ports that are free instead.
 */
export async function openPorts(
  wanted: WantedPorts,
  door: Door,
  owned: DisposableStore,
): Promise<Pick<ReadyLine, 'grpc' | 'http'>> {
  try {
    return await open(wanted, door, owned);
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    const [freeGrpcPort, freeHttpPort] = await freePorts(Math.max(wanted.grpcPort, wanted.httpPort));
    const { port, holder } = error;
    throw new TakenPortError(`${error.message} Ports ${freeGrpcPort} and ${freeHttpPort} are free.`, {
      port,
      holder,
      freeGrpcPort,
      freeHttpPort,
    });
  }
}

async function open(
  { grpcPort, httpPort }: WantedPorts,
  door: Door,
  owned: DisposableStore,
): Promise<Pick<ReadyLine, 'grpc' | 'http'>> {
  const service = otlpService(door);
  const protocols: Protocols = {
    http1: createHttp1Server(door, service),
    http2: createHttp2Server(door, otlpGrpcMethods(door), service),
  };
  const grpc = owned.register(await ReceiverPort.listen(grpcPort, '--otlp-grpc', protocols));
  // Each port speaks both protocols, so one is enough where both are wanted at the same.
  if (httpPort === grpcPort && httpPort !== 0) return { grpc: grpc.address, http: grpc.address };
  const http = owned.register(await ReceiverPort.listen(httpPort, '--otlp-http', protocols));
  return { grpc: grpc.address, http: http.address };
}
