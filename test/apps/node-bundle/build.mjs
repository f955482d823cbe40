// Everything goes into one file but OpenTelemetry, which has to be there once.
import { build } from 'esbuild';

await build({
  entryPoints: ['src/server.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  external: ['@opentelemetry/*'],
  outfile: 'dist/server.cjs',
  logLevel: 'warning',
});
