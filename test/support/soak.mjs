// `npm run soak`: ten minutes of full load on a collector whose budget is reached; `-- 2` for two. Fails where its memory grows.
import { ensureNode, ensurePackages } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain } from './stepError.mjs';

// Node says at each start what it thinks of running TypeScript as it is.
process.env['NODE_OPTIONS'] = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

await runMain(async () => {
  await ensurePackages();
  await ensureNode();
  await runUnderNode24('../bench/soak.ts', process.argv.slice(2));
});
