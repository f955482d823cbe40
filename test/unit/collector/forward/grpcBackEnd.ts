import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type StatusObject,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { namesOf } from './spanNames.ts';

/** What a back end answers to a call; `hang` never does. */
export type GrpcAnswer = Buffer | Partial<StatusObject> | 'hang';

interface ReceivedCall {
  readonly method: string;
  readonly metadata: Metadata;
  readonly body: Buffer;
}

const services = ['trace.v1.TraceService', 'logs.v1.LogsService'].map(
  (name) => `opentelemetry.proto.collector.${name}`,
);

/** A real gRPC server that answers as a test wants; it has services for traces and logs. */
export class GrpcBackEnd {
  readonly calls: ReceivedCall[] = [];
  /** Answers to the next calls; then everything is taken. */
  answers: GrpcAnswer[] = [];
  answer: (call: ReceivedCall) => GrpcAnswer = () => Buffer.alloc(0);
  port = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(port = 0, credentials = ServerCredentials.createInsecure()): Promise<GrpcBackEnd> {
    const server = new Server();
    const backEnd = new GrpcBackEnd(server);
    for (const service of services) {
      const path = `/${service}/Export`;
      server.addService(
        {
          Export: {
            path,
            requestStream: false,
            responseStream: false,
            requestSerialize: asItIs,
            requestDeserialize: asItIs,
            responseSerialize: asItIs,
            responseDeserialize: asItIs,
          },
        },
        {
          Export: (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) =>
            backEnd.#handle(path, call, done),
        },
      );
    }
    backEnd.port = await new Promise((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    return backEnd;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get spans(): string[][] {
    return this.calls.map(({ body }) => namesOf(body));
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #handle(method: string, call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>): void {
    const received = { method, metadata: call.metadata, body: call.request };
    this.calls.push(received);
    const answer = this.answers.shift() ?? this.answer(received);
    if (answer === 'hang') return;
    if (Buffer.isBuffer(answer)) done(null, answer);
    else done(answer);
  }
}

/** Trailers with a `google.rpc.Status` whose `RetryInfo` asks for so many seconds (fewer than 128). */
export function retryInfo(seconds: number): Metadata {
  const type = Buffer.from('type.googleapis.com/google.rpc.RetryInfo');
  const value = Buffer.from([0x0a, 2, 0x08, seconds]);
  const any = Buffer.concat([
    Buffer.from([0x0a, type.length]),
    type,
    Buffer.from([0x12, value.length]),
    value,
  ]);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.concat([Buffer.from([0x08, 8, 0x1a, any.length]), any]));
  return metadata;
}

function asItIs(bytes: Buffer): Buffer {
  return bytes;
}
