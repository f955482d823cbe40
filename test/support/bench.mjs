// `npm run bench`: measures the collector beside plain sinks. `-- --only ingest` runs the groups that are named.
import { ensureNode, ensurePackages } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain } from './stepError.mjs';

// Node says at each start what it thinks of running TypeScript as it is.
process.env['NODE_OPTIONS'] = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

await runMain(async () => {
  await ensurePackages();
  await ensureNode();
  await runUnderNode24('../bench/bench.ts', process.argv.slice(2));
});
