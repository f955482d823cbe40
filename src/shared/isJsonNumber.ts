/** Whether a JSON number holds exactly what the digits say; others are texts in JSON, so that none is changed. */
export function isJsonNumber(digits: string): boolean {
  const number = Number(digits);
  return Number.isFinite(number) && String(number) === digits;
}
