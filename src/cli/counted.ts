/** `12,345`. */
export function figure(value: number): string {
  return value.toLocaleString('en');
}

/** `1 span`, `12,345 spans`. */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}
