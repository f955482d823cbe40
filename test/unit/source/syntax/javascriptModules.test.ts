import { expect, test } from 'vitest';
import { factsPicture } from './factsPicture.ts';

test('imports and exports of both kinds of modules', async () => {
  const esm = `
    import d, { a, type T, b as c } from './m';
    import * as all from './n';
    import type { U } from './u';
    import old = require('./old');
    export { a, c as e };
    export { f as g } from './f';
    export * from './star';
    export * as ns from './ns';
    export const users = new UsersController();
    export default d;
  `;
  const cjs = `
    const { a, b: c, ...rest } = require('./m');
    const all = require('./n');
    const one = require('./o').one;
    const later = await import('./later');
    module.exports = { show, list: all.list, make() {}, sub: require('./sub') };
    exports.extra = extra;
    module.exports.run = async () => {};
  `;
  const single = 'module.exports = router;';
  const made = 'module.exports = function (app) {};';
  const unnamed = 'export default async (req, res) => {};';
  const pictures: string[] = [];
  for (const text of [esm, cjs, single, made, unnamed]) {
    pictures.push(await factsPicture('/w/a.ts', text, 'imports', 'exports'));
  }
  expect(`\n${pictures.join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    import d = ./m # default
    import a = ./m # a
    import c = ./m # b
    import all = ./n # *
    import old = ./old # *
    import g = ./f # f
    import * = ./star # *
    import ns = ./ns # *
    export a = a
    export e = c
    export g = g
    export * = *
    export ns = ns
    export users = UsersController
    export default = d

    import a = ./m # a
    import c = ./m # b
    import all = ./n # *
    import one = ./o # one
    import later = ./later # *
    import sub = ./sub # *
    export show = show
    export list = all.list
    export make = make
    export sub = sub
    export extra = extra
    export run = run

    export default = router

    export default = exports

    export default = default
    "
  `);
});

test('definitions with their extent, decorators and bases', async () => {
  const picture = await factsPicture(
    '/w/a.tsx',
    `
    @Injectable()
    export class Cart<T> extends Base<T> implements Shop, pb.Server {
      @Get(':id')
      async addItem() {
        return 1;
      }
      total = async () => 1;
    }
    const Button = memo(() => <b />);
    const list = items.map((item) => item);
    const router = express.Router();
    module.exports = { show() {} };
    Foo.prototype.bar = function () {};
    export default async () => {};
    `,
    'symbols',
  );
  expect(`\n${picture}\n`).toMatchInlineSnapshot(`
    "
    type Cart of Base, Shop, pb.Server 1<2:14-8
    symbol Cart.addItem 3<4:9-6
    symbol Cart.total 7:3
    symbol Button 9:7
    symbol show 12:20
    symbol Foo.bar 13:15
    symbol default 14:16
    "
  `);
});
