/** Characters; what is longer is cut where names are set, since no row has room for it and a page of them would be slow. */
const mostShown = 500;

/** Nothing but spaces, controls and marks without width. */
const unseen = /^[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]*$/u;

/** The name of a span as it is set in rows and said to screen readers: cut where it is endless, words where none is to be seen. */
export function shownName(name: string): string {
  const shown = cutName(name);
  return unseen.test(shown) ? 'span without a name' : shown;
}

/** Any name, such as that of a service, cut where it is endless. */
export function cutName(name: string): string {
  return name.length > mostShown ? `${name.slice(0, mostShown)}…` : name;
}
