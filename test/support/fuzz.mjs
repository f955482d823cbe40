// `npm run fuzz`: feeds what others send, broken in every way, to all that reads it. `-- --only wire` runs the targets that begin so.
import { ensureNode, ensurePackages } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain } from './stepError.mjs';

// Node says at each start what it thinks of running TypeScript as it is; memory is measured after a collection.
process.env['NODE_OPTIONS'] = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON --expose-gc';

await runMain(async () => {
  await ensurePackages();
  await ensureNode();
  await runUnderNode24('../fuzz/fuzz.ts', process.argv.slice(2));
});
