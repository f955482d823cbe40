import { expect, test } from 'vitest';
import { type ByteStream, type Codec, FrameTransport } from '../../../src/shared/frameTransport.ts';

const codec: Codec = {
  encode: (value) => new TextEncoder().encode(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};

test('a message is its length in four bytes, the lowest first, and its bytes', () => {
  const { transport, written } = opened();
  transport.send('é');
  expect(written).toEqual([4, 0, 0, 0, 34, 0xc3, 0xa9, 34]);
});

test.each([1, 2, 3, 4, 5, 7, 1000])('messages arrive whole in chunks of %i bytes', (size) => {
  const messages = ['one', '', { two: [2, 'ü'] }, 'x'.repeat(300)];
  const { receive, received } = opened();
  const bytes = framesOf(messages);
  for (let at = 0; at < bytes.length; at += size) receive(bytes.subarray(at, at + size));
  expect(received).toEqual(messages);
});

test('half a frame is no message', () => {
  const { receive, received } = opened();
  receive(framesOf(['whole', 'half']).subarray(0, -1));
  expect(received).toEqual(['whole']);
});

test('a long frame in many chunks is joined once', () => {
  const long = 'x'.repeat(1 << 20);
  const { receive, received } = opened();
  const bytes = framesOf([long, 'next']);
  for (let at = 0; at < bytes.length; at += 1000) receive(bytes.subarray(at, at + 1000));
  expect(received).toEqual([long, 'next']);
});

test('a length that is really text ends the connection', () => {
  const { receive, received, closes, stream } = opened();
  receive(new TextEncoder().encode('POST / HTTP/1.1\r\n\r\n'));
  const length = 0x54534f50;
  expect(closes).toEqual([`The other end sent what cannot be read: a frame of ${length} bytes is too long.`]);
  expect(received).toEqual([]);
  expect(stream.closed).toBe(true);
});

test('a frame that cannot be decoded ends the connection, and nothing after it is read', () => {
  const { receive, received, closes, stream } = opened();
  receive(framesOf(['good']));
  receive(new Uint8Array([1, 0, 0, 0, 123]));
  receive(framesOf(['late']));
  expect(received).toEqual(['good']);
  expect(closes).toHaveLength(1);
  expect(closes[0]).toMatch(/^The other end sent what cannot be read: /);
  expect(stream.closed).toBe(true);
});

test('the end is told once, and after it nothing is sent', () => {
  const { transport, written, closes, stream } = opened();
  stream.end('The collector is gone.');
  stream.end('again');
  transport.send('late');
  transport.dispose();
  expect(closes).toEqual(['The collector is gone.']);
  expect(written).toEqual([]);
});

test('disposing closes the stream', () => {
  const { transport, closes, stream } = opened();
  transport.dispose();
  expect(closes).toEqual(['The connection was closed.']);
  expect(stream.closed).toBe(true);
});

function framesOf(messages: readonly unknown[]): Uint8Array {
  const { transport, written } = opened();
  for (const message of messages) transport.send(message);
  return Uint8Array.from(written);
}

class TestStream implements ByteStream {
  readonly written: number[] = [];
  closed = false;
  receive: (bytes: Uint8Array) => void = () => undefined;
  end: (reason: string) => void = () => undefined;

  write(bytes: Uint8Array): void {
    for (const byte of bytes) this.written.push(byte);
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.receive = listener;
  }

  onClose(listener: (reason: string) => void): void {
    this.end = listener;
  }

  close(): void {
    this.closed = true;
  }
}

function opened() {
  const stream = new TestStream();
  const transport = new FrameTransport(stream, codec);
  const received: unknown[] = [];
  const closes: string[] = [];
  transport.onMessage((message) => received.push(message));
  transport.onClose((reason) => closes.push(reason));
  return { transport, stream, received, closes, written: stream.written, receive: stream.receive };
}
