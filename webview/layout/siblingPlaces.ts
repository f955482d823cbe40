import type { RowGroups } from './rows.ts';

/** Where spans and groups stand among their siblings, from 1, for assistive technology. */
export interface SiblingPlaces {
  /** Of a member of a group, its place in the group. */
  readonly ofSpan: Uint32Array;
  readonly ofGroup: Uint32Array;
  /** Number of children by parent + 1, a group counting as one; entry 0 is the first level. */
  readonly children: Uint32Array;
}

/** One pass over the columns. */
export function siblingPlaces(parent: Int32Array, groups: RowGroups): SiblingPlaces {
  const ofSpan = new Uint32Array(parent.length);
  const ofGroup = new Uint32Array(groups.count);
  const children = new Uint32Array(parent.length + 1);
  let group = 0;
  for (let i = 0; i < parent.length; i++) {
    while (group < groups.count && i >= (groups.end[group] as number)) group++;
    const first = group < groups.count ? (groups.first[group] as number) : parent.length;
    const above = (parent[i] as number) + 1;
    if (i <= first) children[above] = (children[above] as number) + 1;
    if (i === first) ofGroup[group] = children[above] as number;
    ofSpan[i] = i >= first ? i - first + 1 : (children[above] as number);
  }
  return { ofSpan, ofGroup, children };
}
