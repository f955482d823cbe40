// `npm run test:desktop [-- VERSION…]`: the suite of test/vscode in VS Code for the desktop, which is downloaded.
import { build, ensureNode, ensurePackages, ensureShopPackages } from './installs.mjs';
import { runUnderNode24 } from './runUnderNode24.mjs';
import { runMain } from './stepError.mjs';

await runMain(async () => {
  await ensureNode();
  await ensurePackages();
  await ensureShopPackages();
  await build();
  await runUnderNode24('desktop.ts', process.argv.slice(2));
});
