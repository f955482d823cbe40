import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import { Rpc, type Transport } from '../../../src/shared/rpc.ts';
import { UserError } from '../../../src/shared/userError.ts';

interface Service {
  double(request: { readonly value: number }): Promise<number>;
  fail(request: { readonly user: boolean }): Promise<never>;
  never(): Promise<never>;
  nothing(): Promise<void>;
}

interface ServiceEvents {
  ticked: number;
}

type Nothing = Record<never, never>;

class ServiceImpl implements Service {
  readonly factor = 2;

  async double({ value }: { readonly value: number }): Promise<number> {
    return this.factor * value;
  }

  fail({ user }: { readonly user: boolean }): Promise<never> {
    throw user ? new UserError('Choose another port.') : new TypeError('x is not a function');
  }

  never(): Promise<never> {
    return new Promise(() => undefined);
  }

  async nothing(): Promise<void> {
    await Promise.resolve();
  }
}

test('a call is answered by the method of the other end', async () => {
  const { client } = connected();
  expect(await client.remote.double({ value: 21 })).toBe(42);
  expect(await client.remote.nothing()).toBeUndefined();
});

test('answers find their calls also when many are under way', async () => {
  const { client } = connected();
  const answers = [1, 2, 3].map((value) => client.remote.double({ value }));
  expect(await Promise.all(answers)).toEqual([2, 4, 6]);
});

test('a handler that throws answers with the error, sentences for the user as such', async () => {
  const { client } = connected();
  await expect(client.remote.fail({ user: true })).rejects.toEqual(new UserError('Choose another port.'));
  const fault = client.remote.fail({ user: false });
  await expect(fault).rejects.toEqual(new Error('x is not a function'));
  await expect(fault).rejects.not.toBeInstanceOf(UserError);
});

test.each(['missing', 'constructor', 'toString', '__proto__', 'hasOwnProperty', 'factor'])(
  'the method "%s" does not exist',
  async (name) => {
    const { client } = connected();
    const remote = client.remote as unknown as Record<string, () => Promise<unknown>>;
    await expect(remote[name]?.()).rejects.toThrow(`There is no method "${name}" here.`);
  },
);

test('a closed transport rejects what is pending and what is called later', async () => {
  const { client, close } = connected();
  const pending = client.remote.never();
  close('The collector is gone.');
  await expect(pending).rejects.toThrow('The collector is gone.');
  await expect(client.remote.double({ value: 1 })).rejects.toThrow('The collector is gone.');
});

test('a disposed end rejects what is pending and answers no more', async () => {
  const { client, server } = connected();
  const pending = client.remote.never();
  client.dispose();
  await expect(pending).rejects.toThrow('The connection was closed.');
  server.emit('ticked', 1);
});

test('an answer that comes when its end is gone is not sent', async () => {
  const { client, server, sent } = connected();
  const pending = client.remote.double({ value: 1 });
  server.dispose();
  client.dispose();
  await expect(pending).rejects.toThrow('The connection was closed.');
  await Promise.resolve();
  expect(sent.fromServer).toEqual([]);
});

test('events reach their listeners until those are disposed', () => {
  const { client, server } = connected();
  const heard: string[] = [];
  const first = client.on('ticked', (value) => heard.push(`first ${value}`));
  client.on('ticked', (value) => heard.push(`second ${value}`));
  server.emit('ticked', 1);
  first.dispose();
  server.emit('ticked', 2);
  expect(heard).toEqual(['first 1', 'second 1', 'second 2']);
});

test('the other end can be awaited without being taken for a promise', async () => {
  const { client } = connected();
  expect(await (await Promise.resolve(client.remote)).double({ value: 2 })).toBe(4);
});

interface Connected {
  readonly client: Rpc<Nothing, Nothing, Service, ServiceEvents>;
  readonly server: Rpc<Service, ServiceEvents, Nothing, Nothing>;
  readonly sent: { readonly fromServer: unknown[] };
  close(reason: string): void;
}

function connected(): Connected {
  const toServer = new Emitter<unknown>();
  const toClient = new Emitter<unknown>();
  const closes = new Emitter<string>();
  const fromServer: unknown[] = [];
  const end = (out: Emitter<unknown>, into: Emitter<unknown>): Transport => ({
    send: (message) => out.fire(structuredClone(message)),
    onMessage: into.event,
    onClose: closes.event,
  });
  toClient.event((message) => fromServer.push(message));
  return {
    client: new Rpc(end(toServer, toClient), {}),
    server: new Rpc<Service, ServiceEvents, Nothing, Nothing>(end(toClient, toServer), new ServiceImpl()),
    sent: { fromServer },
    close: (reason) => closes.fire(reason),
  };
}
