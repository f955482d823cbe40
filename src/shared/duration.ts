/**
 * A duration as people read it: at most three significant digits, a space and the unit
 * (`0 ms`, `340 ns`, `1.2 µs`, `12 ms`, `1.21 s`, `2 min 5 s`, `3 d 4 h`). Few distinct texts come out, which keeps
 * the number of decoration styles in an editor small.
 */
export function formatDuration(nano: number): string {
  if (nano < 0) return `−${formatDuration(-nano)}`;
  if (nano === 0) return '0 ms';
  if (nano < 1e3) return `${Math.round(nano)} ns`;
  if (nano < 999.5e3) return `${significant(nano / 1e3)} µs`;
  if (nano < 999.5e6) return `${significant(nano / 1e6)} ms`;
  if (nano < 59.95e9) return `${significant(nano / 1e9)} s`;
  return formatMinutes(Math.round(nano / 1e9));
}

function formatMinutes(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 48 * 60) return formatDays(Math.floor(minutes / 60));
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** Clocks that were never set make traces of many years. */
function formatDays(hours: number): string {
  const days = Math.floor(hours / 24);
  const rest = hours % 24;
  return days >= 100 || rest === 0 ? `${days.toLocaleString('en-US')} d` : `${days} d ${rest} h`;
}

/** Two decimals below ten, none from ten on; trailing zeros go. */
function significant(value: number): string {
  if (value >= 9.995) return String(Math.round(value));
  const digits = value < 1 ? value.toFixed(2) : value.toFixed(value < 1.995 ? 2 : 1);
  return digits.replace(/\.?0+$/, '');
}
