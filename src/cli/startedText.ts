/** Local time; the date only where it is not today's. */
export function startedText(started: Date, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [started.getHours(), started.getMinutes(), started.getSeconds()].map(two).join(':');
  if (started.toDateString() === now.toDateString()) return time;
  return `${[started.getFullYear(), started.getMonth() + 1, started.getDate()].map(two).join('-')} ${time}`;
}
