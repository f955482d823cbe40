import { Buffer } from 'node:buffer';
import { afterEach, expect, test } from 'vitest';
import { Door } from '../../../../src/collector/receive/door.ts';
import { createHttp1Server } from '../../../../src/collector/receive/http1Server.ts';
import { createHttp2Server } from '../../../../src/collector/receive/http2Server.ts';
import { otlpGrpcMethods } from '../../../../src/collector/receive/otlpGrpc.ts';
import { otlpService } from '../../../../src/collector/receive/otlpHttp.ts';
import { ReceiverPort } from '../../../../src/collector/receive/receiverPort.ts';
import { HeadSampler } from '../../../../src/collector/sampling/headSampler.ts';
import { DropCounts } from '../../../../src/collector/store/dropCounts.ts';
import type { Intake } from '../../../../src/collector/store/intake.ts';
import { FrameConnection, flag, frameOf, frameType, headerBlock } from './http2Frames.ts';
import { RawConnection } from './rawConnection.ts';
import { framed, traceExport } from './rawGrpc.ts';

const impatience = { head: 100, request: 200, keepAlive: 100, idle: 300 };

let port: ReceiverPort | undefined;
afterEach(() => port?.dispose());

async function listen(): Promise<string> {
  const intake = {} as Intake;
  const door = new Door(intake, new HeadSampler(new DropCounts()));
  const service = otlpService(door);
  port = await ReceiverPort.listen(0, '--otlp-http', {
    http1: createHttp1Server(door, service, impatience),
    http2: createHttp2Server(door, otlpGrpcMethods(door), service, impatience),
  });
  return port.address;
}

const head = 'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

test('a head that does not come to its end is answered with 408', async () => {
  const connection = await RawConnection.open(await listen());
  connection.send(head);
  await connection.untilClosed();
  expect(connection.received.toString()).toContain('HTTP/1.1 408 Request Timeout');
});

test('a body that does not come to its end is answered with 408', async () => {
  const connection = await RawConnection.open(await listen());
  connection.send(`${head}content-length: 100\r\n\r\n{`);
  await connection.untilClosed();
  expect(connection.received.toString()).toContain('HTTP/1.1 408 Request Timeout');
});

test('a connection between two requests is closed', async () => {
  const connection = await RawConnection.open(await listen());
  connection.send('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await connection.untilClosed();
  expect(connection.received.toString()).toContain('HTTP/1.1 404 Not Found');
});

const fields = { ':method': 'POST', ':scheme': 'http', ':authority': 'localhost' };

test('over HTTP/2 a slow body is reset, and an idle connection closed', async () => {
  const connection = await FrameConnection.open(await listen());
  const upload = headerBlock({ ...fields, ':path': '/v1/traces', 'content-type': 'application/json' });
  connection.send(
    frameOf(frameType.headers, flag.endHeaders, 1, upload),
    frameOf(frameType.data, 0, 1, Buffer.from('{')),
  );
  expect(await connection.ended(1)).toBe('reset');
  expect((await connection.wait(({ type }) => type === frameType.goAway))?.type).toBe(frameType.goAway);
});

test('a client that begins HTTP/2 and says no more is let go', async () => {
  const connection = await RawConnection.open(await listen());
  connection.send('PRI * HTTP/2.0\r\n\r\nSM\r\n');
  await connection.untilClosed();
  expect(connection.closed).toBe(true);
});

test('a slow gRPC call without a deadline is answered', async () => {
  const connection = await FrameConnection.open(await listen());
  const call = headerBlock({ ...fields, ':path': traceExport, 'content-type': 'application/grpc' });
  connection.send(
    frameOf(frameType.headers, flag.endHeaders, 1, call),
    frameOf(frameType.data, 0, 1, framed(Buffer.alloc(9)).subarray(0, 7)),
  );
  expect(await connection.ended(1)).toBe('ended');
  connection.raw.end();
});
