/** Which file of the user's a path that a program wrote is; a folder's path is mapped like a file's. */
export type PathMatch =
  /** The very file, or the only one that a relative path can be. */
  | { readonly type: 'exact'; readonly path: string }
  /** The file that a rule leads to: the user's own mapping (exact), or one that stands in the workspace. */
  | {
      readonly type: 'mapped';
      readonly path: string;
      readonly confidence: 'exact' | 'high' | 'medium';
      /** For people: `launch.json`. */
      readonly by: string;
    }
  /** The only file that ends with the last segments of the path, as many as are given. */
  | {
      readonly type: 'suffix';
      readonly path: string;
      readonly segments: number;
      readonly why: SuffixReason;
      /** How many other paths of the service lie in the same way; for `service paths`. */
      readonly votes?: number;
      /** Other paths of the service lie elsewhere, or its crate is none of the workspace's. */
      readonly doubted?: boolean;
    }
  /** Several files fit equally well. */
  | { readonly type: 'ambiguous'; readonly paths: readonly string[] }
  /** A library, the language's own code, or a file of this machine that is not in the workspace. */
  | { readonly type: 'foreign' }
  /** Nothing in the workspace looks like it. */
  | { readonly type: 'unknown' };

/** `unique`: no other fits as well. The others chose one of several that do. */
export type SuffixReason =
  | 'unique'
  | 'service folder'
  | 'workspace root'
  | 'launched folder'
  | 'working directory'
  | 'mounts of containers'
  | 'service paths';
