/** How many characters of a text fit, told from the width of all of them; 0 where too few would. */
export function fittingCharacters(length: number, width: number, room: number): number {
  if (width <= room) return length;
  const fitting = Math.floor((length * room) / width) - 1;
  return fitting < fewest ? 0 : fitting;
}

/** Fewer characters than these tell nothing. */
const fewest = 2;
