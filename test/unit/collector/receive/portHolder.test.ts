import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import {
  commandName,
  listeningInodes,
  lsofProcess,
  netstatPid,
  portHolder,
} from '../../../../src/collector/receive/portHolder.ts';

test.runIf(process.platform === 'linux')('names the process that listens on this machine', async () => {
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  expect(await portHolder(port)).toMatchObject({ pid: process.pid, name: expect.stringContaining('node') });
  await new Promise((resolve) => server.close(resolve));
  expect(await portHolder(port)).toBeUndefined();
});

test("Linux' tables: only what listens counts, at exactly that port", () => {
  const table = `
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:10DD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0
   1: 0100007F:10DD 0100007F:A0B2 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 100 0
   2: 00000000000000000000000000000000:10DD 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4713 1
   3: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4714 1 0 100 0`;
  expect(listeningInodes(table, 4317)).toEqual(['socket:[4711]', 'socket:[4713]']);
});

test.each([
  [['/usr/local/bin/otelcol', '--config', '/etc/secret.yaml'], 'otelcol'],
  [['node', 'dist/collector.js', 'serve', '--token=a.b'], 'node collector.js'],
  [['/usr/bin/node', '--require', '/x/hook.cjs', '--enable-source-maps', 'server.js'], 'node server.js'],
  [['/usr/bin/python3.11', '-c', 'import os'], 'python3.11'],
  [['java', '-cp', 'a.jar:b.jar', '-jar', 'zipkin.jar'], 'java zipkin.jar'],
  [['postgres: main: checkpointer'], 'postgres: main: checkpointer'],
])('%o is called %s', (words, name) => {
  expect(commandName(words)).toBe(name);
});

test("lsof's and netstat's words", () => {
  expect(lsofProcess('p812\ncjaeger\nf3\np900\ncother\n')).toEqual({ pid: 812, name: 'jaeger' });
  expect(lsofProcess('')).toBeUndefined();
  const netstat = `
Aktive Verbindungen
  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    127.0.0.1:4317         127.0.0.1:50000        HERGESTELLT      11
  TCP    127.0.0.1:14317        0.0.0.0:0              ABHÖREN          12
  TCP    [::1]:4317             [::]:0                 ABHÖREN          13
  UDP    0.0.0.0:4317           *:*                                     14`;
  expect([netstatPid(netstat, 4317), netstatPid(netstat, 14317), netstatPid(netstat, 317)]).toEqual([
    13,
    12,
    undefined,
  ]);
});
