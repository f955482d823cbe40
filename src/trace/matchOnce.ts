/** A test of texts by their index that looks at each text once. */
export function matchOnce(
  strings: readonly string[],
  test: (text: string) => boolean,
): (index: number) => boolean {
  /** 0 not looked at, 1 no, 2 yes. */
  const known = new Uint8Array(strings.length);
  return (index) => {
    if (known[index] === 0) known[index] = test(strings[index] as string) ? 2 : 1;
    return known[index] === 2;
  };
}
