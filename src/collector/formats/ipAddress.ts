import { SocketAddress } from 'node:net';

/** The text of an address of 4 or 16 bytes, given in hexadecimal digits; empty where it is none. */
export function ipAddress(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return '';
  const groups = hex.match(/.{4}/g) ?? [];
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}
