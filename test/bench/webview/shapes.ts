/** A made-up trace, the same in each run; entry `i` of each column belongs to the span that is sent as number `i`. */
export interface Shape {
  readonly name: ShapeName;
  readonly count: number;
  /** Number of the parent; `noParent`, or `lostParent` where it names one that is never sent. */
  readonly parent: Int32Array;
  /** Nanoseconds from the trace's start. */
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly service: Uint8Array;
  readonly failed: Uint8Array;
  /** Of each span; all begin with the name of the shape. */
  nameOf(i: number): string;
}

export const shapeNames = ['mixed', 'chain', 'wide', 'comb', 'orphans', 'million'] as const;
/** Besides those that are measured, one of ten spans. */
export type ShapeName = (typeof shapeNames)[number] | 'tiny';

export const noParent = -1;
export const lostParent = -2;

const usual = 100_000;

/** Number of spans. */
export function sizeOf(name: ShapeName): number {
  if (name === 'tiny') return 10;
  return name === 'million' ? 10 * usual : usual;
}

export function makeShape(name: ShapeName): Shape {
  switch (name) {
    case 'mixed':
      return mixed(name, usual);
    case 'million':
      return mixed(name, 10 * usual);
    case 'tiny':
      return mixed(name, 10);
    case 'chain':
      return chain(usual);
    case 'wide':
      return wide(usual);
    case 'comb':
      return comb(usual);
    case 'orphans':
      return orphans(usual);
  }
}

function empty(count: number): Omit<Shape, 'name' | 'nameOf'> {
  return {
    count,
    parent: new Int32Array(count).fill(noParent),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    service: new Uint8Array(count),
    failed: new Uint8Array(count),
  };
}

/** As a busy system makes them: a dozen services, fan-out, repeated siblings, a few errors. */
function mixed(name: ShapeName, count: number): Shape {
  const random = generator(7);
  const spans = empty(count);
  const kinds = ['GET /api', 'SELECT rows', 'render', 'cache GET', 'publish', 'validate', 'POST /v1/items'];
  const kind = new Uint16Array(count);
  const depth = new Uint8Array(count);
  const open: number[] = [0];
  spans.duration[0] = 60e9;
  for (let i = 1; i < count; i++) {
    const parent = open[Math.floor(random() ** 0.7 * open.length)] as number;
    const room = spans.duration[parent] as number;
    const offset = Math.floor(room * random() * 0.9);
    spans.parent[i] = parent;
    spans.start[i] = (spans.start[parent] as number) + offset;
    spans.duration[i] = Math.min(room - offset, Math.max(1000, Math.floor(room * random() * 0.4)));
    spans.service[i] = random() < 0.75 ? (spans.service[parent] as number) : Math.floor(random() * 12);
    spans.failed[i] = random() < 0.002 ? 1 : 0;
    kind[i] = Math.floor(random() * 280);
    depth[i] = (depth[parent] as number) + 1;
    if ((depth[i] as number) < 24 && (spans.duration[i] as number) > 20_000) open.push(i);
    if (open.length > 400) open.splice(1 + Math.floor(random() * (open.length - 1)), 1);
  }
  return {
    ...spans,
    name,
    nameOf: (i) =>
      `${name} ${kinds[(kind[i] as number) % 7] as string} ${Math.floor((kind[i] as number) / 7)}`,
  };
}

/** Every span is the only child of the one before, and has a name of its own. */
function chain(count: number): Shape {
  const spans = empty(count);
  for (let i = 0; i < count; i++) {
    spans.parent[i] = i - 1;
    spans.start[i] = i * 1000;
    spans.duration[i] = count * 2000 - i * 1900;
    spans.service[i] = i % 5;
  }
  return { ...spans, name: 'chain', nameOf: (i) => `chain step ${i}` };
}

/** All spans but the first are children of the first. */
function wide(count: number): Shape {
  const spans = empty(count);
  spans.duration[0] = count * 10_000 + 20_000;
  for (let i = 1; i < count; i++) {
    spans.parent[i] = 0;
    spans.start[i] = i * 10_000;
    spans.duration[i] = 8_000;
    spans.service[i] = i % 7;
  }
  return { ...spans, name: 'wide', nameOf: (i) => `wide job ${i % 1000}` };
}

/** A chain, each link of which has one child without children. */
function comb(count: number): Shape {
  const spans = empty(count);
  for (let i = 0; i < count; i++) {
    const isTooth = i % 2 === 1;
    spans.parent[i] = isTooth ? i - 1 : i - 2 < 0 ? noParent : i - 2;
    spans.start[i] = isTooth ? (i - 1) * 1000 + 100 : i * 1000;
    spans.duration[i] = isTooth ? 700 : count * 2000 - i * 1900;
    spans.service[i] = i % 6;
    spans.failed[i] = i % 5001 === 5000 ? 1 : 0;
  }
  return { ...spans, name: 'comb', nameOf: (i) => `comb ${i % 2 === 1 ? 'tooth' : 'back'} ${i % 500}` };
}

/** Trees of five whose roots name a parent that never comes. */
function orphans(count: number): Shape {
  const spans = empty(count);
  for (let i = 0; i < count; i++) {
    const isRoot = i % 5 === 0;
    spans.parent[i] = isRoot ? lostParent : i - (i % 5);
    spans.start[i] = (i - (i % 5)) * 1000 + (i % 5) * 900;
    spans.duration[i] = isRoot ? 5_000 : 800;
    spans.service[i] = (i * 7) % 9;
  }
  return {
    ...spans,
    name: 'orphans',
    nameOf: (i) => `orphans ${i % 5 === 0 ? 'handle' : 'call'} ${i % 300}`,
  };
}

/** Numbers from 0 to 1, the same every time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
