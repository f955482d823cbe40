import { createServer } from 'node:http';
import { Server, ServerCredentials } from '@grpc/grpc-js';

/** The references: servers that receive the same requests, count their bytes and answer. Nothing else. */
async function main(): Promise<void> {
  const address = process.argv[2] === 'grpc' ? await serveGrpc() : await serveHttp();
  process.stdout.write(`${JSON.stringify({ address })}\n`);
}

let received = 0;

function serveGrpc(): Promise<string> {
  const asBytes = (bytes: Buffer): Buffer => bytes;
  const server = new Server({ 'grpc.max_receive_message_length': 20 << 20 });
  const method = {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: asBytes,
    requestDeserialize: asBytes,
    responseSerialize: asBytes,
    responseDeserialize: asBytes,
  };
  server.addService(
    { export: method },
    {
      export: (call: { request: Buffer }, answer: (error: null, response: Buffer) => void) => {
        received += call.request.length;
        answer(null, Buffer.alloc(0));
      },
    },
  );
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(`127.0.0.1:${port}`);
      else reject(error);
    });
  });
}

function serveHttp(): Promise<string> {
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => response.end());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

process.on('exit', () => received);
await main();
