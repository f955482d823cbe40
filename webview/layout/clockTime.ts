import { type UnixNanoText, unixMillis } from '../../src/shared/time.ts';

const dayNano = 86_400e9;

/** Nanoseconds from the midnight before, by the clock of the user, to an instant: exact, unlike Unix time. */
export function nanoOfDay(time: UnixNanoText): number {
  const date = new Date(unixMillis(time));
  const seconds = date.getHours() * 3600 + date.getMinutes() * 60 + date.getSeconds();
  return seconds * 1e9 + Number(BigInt(time) % 1_000_000_000n);
}

/** Least number of decimals with which steps of so many nanoseconds are told apart. */
export function decimalsFor(step: number): number {
  return Math.min(9, Math.max(0, Math.ceil(-Math.log10(step / 1e9) - 1e-9)));
}

/** `14:02:31.250`: a time of day with so many decimals of the second. */
export function clockTime(nano: number, decimals: number): string {
  const ofDay = ((nano % dayNano) + dayNano) % dayNano;
  const unit = 10 ** (9 - decimals);
  const units = Math.round(ofDay / unit);
  const perSecond = 10 ** decimals;
  const seconds = Math.floor(units / perSecond);
  const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
  const time = `${pad(Math.floor(seconds / 3600) % 24)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return decimals === 0 ? time : `${time}.${pad(units % perSecond, decimals)}`;
}
