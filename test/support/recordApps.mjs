// `npm run record:apps [-- NAME… --mode plain|captured --dry-run]`: runs the apps and writes their recordings.
import { build, ensureNode, ensurePackages } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain } from './stepError.mjs';

await runMain(async () => {
  await ensureNode();
  await ensurePackages();
  await build();
  await runUnderNode24('apps/record.ts', process.argv.slice(2));
});
