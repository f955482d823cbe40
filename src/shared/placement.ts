/** A place in a file of the user's. */
export interface CodeLocation {
  /** Absolute, in the form of the machine that the extension host runs on. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, where it is known. */
  readonly column?: number;
  /** 1-based, the last line of what is meant, where that is more than a line. */
  readonly endLine?: number;
}

/** How sure an answer is; the order is from surest to least sure. */
export const confidences = ['exact', 'high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/**
 * What a place is to the spans it is shown for: the line they come from, perhaps that line, the line that called
 * them, or no more than the file.
 */
export type PlaceKind = 'own' | 'guess' | 'caller' | 'file';

/** One rung's answer to "where in the code is this site?". */
export interface Placement {
  readonly location: CodeLocation;
  /** Name of the rung, stable and readable by scripts: `code.file.path`, `http.route`, `called from`, … */
  readonly rung: string;
  readonly confidence: Confidence;
  /** Why, as a short text for people: `from code.line.number`. */
  readonly evidence: string;
  /** The line is where its text is now, not where the program says that it was. */
  readonly followed?: boolean;
  /** What stood on the line when the program was first seen stands nowhere any more. */
  readonly stale?: boolean;
}
