/** `12,345`. */
export function countText(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 span`, `12,345 spans`, `2 batches`. */
export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('ch') ? `${noun}es` : `${noun}s`;
  return `${countText(count)} ${count === 1 ? noun : plural}`;
}

/** `0 kB`, `12 kB`, `4.2 MB`, `1.02 GB`. */
export function bytesText(value: number): string {
  if (value < 1e6) return `${Math.ceil(value / 1e3)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`;
}

/** How long something goes on: `less than a minute`, `5 min`, `2 h 3 min`. */
export function uptimeText(millis: number): string {
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 1) return 'less than a minute';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `just now`, `5 min ago`. */
export function agoText(millis: number): string {
  return millis < 60_000 ? 'just now' : `${uptimeText(millis)} ago`;
}
