/** Style sheets are imported for esbuild alone, which gathers them beside the bundle. */
declare module '*.css';
