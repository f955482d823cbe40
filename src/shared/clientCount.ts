/** How many clients a collector's health names; of one name it says how many there are: `code 1.139.1 (2)`. */
export function clientCount(clients: readonly string[]): number {
  return clients.reduce((sum, name) => sum + Number(/ \((\d+)\)$/.exec(name)?.[1] ?? 1), 0);
}
