/**
 * The results of `work` for each item, in the order of the items. Work on the first `ahead` items starts at
 * once, and on one more whenever a result is taken. What goes wrong is thrown in its turn.
 */
export function workedAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const iterator = items[Symbol.iterator]();
  const started: Promise<Result>[] = [];
  const startNext = (): void => {
    const next = iterator.next();
    if (next.done === true) return;
    const result = work(next.value);
    // Until its turn comes nobody looks at it.
    result.catch(() => undefined);
    started.push(result);
  };
  for (let i = 0; i < ahead; i++) startNext();
  return inTurn(started, startNext);
}

async function* inTurn<Result>(started: Promise<Result>[], startNext: () => void): AsyncGenerator<Result> {
  for (let turn = started.shift(); turn !== undefined; turn = started.shift()) {
    const result = await turn;
    startNext();
    yield result;
  }
}
