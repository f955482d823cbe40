/** `47 %`, `<1 %`; empty where the part is nothing. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '';
  const share = (100 * part) / whole;
  return share < 1 ? '<1 %' : `${Math.round(share)} %`;
}
