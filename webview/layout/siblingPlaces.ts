import { groupKinds, type RowGroups } from './rows.ts';

/** Where spans and groups stand among their siblings, from 1, for assistive technology. */
export interface SiblingPlaces {
  /** Of a member of a group, its place in the group. */
  readonly ofSpan: Uint32Array;
  readonly ofGroup: Uint32Array;
  /** Number of children by parent + 1, a group counting as one; entry 0 is the first level. */
  readonly children: Uint32Array;
  /** Number of members by group, a group in it counting as one. */
  readonly members: Uint32Array;
}

/** One pass over the columns. With `showNoise` as if there were no groups of noise. */
export function siblingPlaces(parent: Int32Array, groups: RowGroups, showNoise: boolean): SiblingPlaces {
  const places = {
    ofSpan: new Uint32Array(parent.length),
    ofGroup: new Uint32Array(groups.count),
    children: new Uint32Array(parent.length + 1),
    members: new Uint32Array(groups.count),
  };
  const open: number[] = [];
  let next = 0;
  for (let i = 0; i < parent.length; i++) {
    while (open.length > 0 && i >= (groups.end[open.at(-1) as number] as number)) open.pop();
    for (; next < groups.count && groups.first[next] === i; next++) {
      if (showNoise && groups.kind[next] === groupKinds.noise) continue;
      places.ofGroup[next] = countIn(places, parent, groups, open.at(-1), i);
      open.push(next);
    }
    places.ofSpan[i] = countIn(places, parent, groups, open.at(-1), i);
  }
  return places;
}

/** Counts one more in the group that a span is a member of, else among the children of its parent. */
function countIn(
  { members, children }: Pick<SiblingPlaces, 'members' | 'children'>,
  parent: Int32Array,
  groups: RowGroups,
  group: number | undefined,
  span: number,
): number {
  if (group !== undefined && parent[groups.first[group] as number] === parent[span]) {
    members[group] = (members[group] as number) + 1;
    return members[group] as number;
  }
  const above = (parent[span] as number) + 1;
  children[above] = (children[above] as number) + 1;
  return children[above] as number;
}
