import { expect, test } from 'vitest';
import { FunctionNameRung } from '../../../src/source/functionNameRung.ts';
import { contextOf } from './contextOf.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { pictureOf, siteOf } from './pictures.ts';
import { indexOf } from './syntax/indexOf.ts';

/** `function [in namespace] [of file]` → the answer. */
async function placed(files: MemoryFiles, ...questions: string[]): Promise<string> {
  const lines: string[] = [];
  const index = indexOf(files);
  const rung = new FunctionNameRung();
  for (const question of questions) {
    const [, functionName = '', namespace, filePath] =
      /^(.*?)(?: in (\S+))?(?: of (\S+))?$/.exec(question) ?? [];
    const code = {
      functionName,
      ...(namespace === undefined ? {} : { namespace }),
      ...(filePath === undefined ? {} : { filePath }),
    };
    const context = contextOf(files, { index });
    const picture = pictureOf(await rung.place(siteOf(code), context));
    lines.push(`${question} → ${picture.replaceAll('\n', ', ').replaceAll(' code.function.name', '')}`);
  }
  index.dispose();
  return `\n${lines.join('\n')}\n`;
}

const typescript = `
import { Controller } from 'x';

@Controller('cart')
export class CartService {
  #items = [];
  @Get(':id')
  async addItem(id: string): Promise<void> {}
  total = async () => 1;
  static create() { return new CartService(); }
  get size(): number { return 0; }
  #secret() {}
}

export const checkout = async (order: Order) => {
  function inner() {}
  return inner();
};
export function overloaded(a: string): void;
export function overloaded(a: number): void;
export function overloaded(a: unknown): void {}
const api = { list: async () => [], refund(id: string) {}, 'quoted-name': () => 1 } as const;
namespace Billing { export function invoice() {} }
`;

const javascript = `
exports.handler = async function (event) {};
module.exports.ship = () => 1;
function Cart() {}
Cart.prototype.remove = function () {};
function* stream() {}
const Worker = class Inner { run() {} };
app.get('/x', function named(req, res) {});
`;

test('TypeScript', async () => {
  const files = new MemoryFiles({ '/w/src/cart.ts': typescript });
  expect(
    await placed(
      files,
      'CartService.addItem',
      'async CartService.addItem',
      'addItem in CartService',
      'new CartService',
      'CartService.total',
      'Function.create',
      'CartService.create',
      'get CartService.size',
      'CartService.#secret',
      'checkout',
      'inner',
      'overloaded',
      'Object.list',
      'api.list',
      'api.refund',
      'invoice',
      'Billing.invoice',
      'Other.addItem',
      'com.acme.CartService.addItem',
      'Order',
      'missing',
    ),
  ).toMatchInlineSnapshot(`
    "
    CartService.addItem → /w/src/cart.ts:8:9 high
    async CartService.addItem → /w/src/cart.ts:8:9 high
    addItem in CartService → /w/src/cart.ts:8:9 high
    new CartService → /w/src/cart.ts:5:14 medium
    CartService.total → /w/src/cart.ts:9:3 high
    Function.create → /w/src/cart.ts:10:10 medium
    CartService.create → /w/src/cart.ts:10:10 high
    get CartService.size → /w/src/cart.ts:11:7 high
    CartService.#secret → /w/src/cart.ts:12:3 high
    checkout → /w/src/cart.ts:15:14 medium
    inner → /w/src/cart.ts:16:12 medium
    overloaded → /w/src/cart.ts:21:17 medium
    Object.list → /w/src/cart.ts:22:15 medium
    api.list → /w/src/cart.ts:22:15 high
    api.refund → /w/src/cart.ts:22:37 high
    invoice → /w/src/cart.ts:23:37 medium
    Billing.invoice → /w/src/cart.ts:23:37 high
    Other.addItem → none
    com.acme.CartService.addItem → none
    Order → none
    missing → none
    "
  `);
});

test('JavaScript', async () => {
  expect(
    await placed(
      new MemoryFiles({ '/w/src/ship.cjs': javascript }),
      'exports.handler',
      'handler',
      'module.exports.ship',
      'ship.ship',
      'Cart',
      'Cart.remove',
      'stream',
      'Inner.run',
      'Worker.run',
      'named',
    ),
  ).toMatchInlineSnapshot(`
    "
    exports.handler → /w/src/ship.cjs:2:9 medium
    handler → /w/src/ship.cjs:2:9 medium
    module.exports.ship → /w/src/ship.cjs:3:16 medium
    ship.ship → /w/src/ship.cjs:3:16 high
    Cart → /w/src/ship.cjs:4:10 medium
    Cart.remove → /w/src/ship.cjs:5:16 high
    stream → /w/src/ship.cjs:6:11 medium
    Inner.run → /w/src/ship.cjs:7:30 high
    Worker.run → none
    named → /w/src/ship.cjs:8:24 medium
    "
  `);
});

test('TSX', async () => {
  const files = new MemoryFiles({
    '/w/app/page.tsx': 'export const Page = () => <div>{items.map((i) => <b key={i} />)}</div>;\n',
    '/w/app/old.jsx': 'function Old() { return <p/>; }\n',
  });
  expect(await placed(files, 'Page', 'Old')).toMatchInlineSnapshot(`
    "
    Page → /w/app/page.tsx:1:14 medium
    Old → /w/app/old.jsx:1:10 medium
    "
  `);
});

const python = `
import x

@app.get("/items/{id}")
@tracer.start_as_current_span("read")
async def read_item(id):
    def helper():
        pass
    return helper()

class Cart:
    @property
    def total(self):
        return sum(i for i in self.items)

    class Line:
        def price(self): pass

double = lambda n: 2 * n
`;

test('Python', async () => {
  const files = new MemoryFiles({
    '/w/shop/orders/cart.py': python,
    '/w/shop/orders/__init__.py': 'def boot():\n    pass\n',
    '/w/shop/main.py': 'def run():\n    pass\n\n\nclass Job:\n    def run(self):\n        pass\n',
    '/w/other/cart.py': 'class Cart:\n    def total(self):\n        pass\n',
  });
  expect(
    await placed(
      files,
      'shop.orders.cart.read_item',
      'orders.cart.read_item',
      'read_item',
      'shop.orders.cart.read_item.<locals>.helper',
      'shop.orders.cart.Cart.total',
      'shop.orders.cart.Cart.total.<locals>.<genexpr>',
      'shop.orders.cart.Cart.Line.price',
      'Cart.total',
      'total in shop.orders.cart.Cart',
      'shop.orders.boot',
      'double',
      'shop.main.run',
      'main.Job.run',
      '__main__.run',
      'run',
      'django.orders.cart.read_item',
      'read_item in elsewhere',
      'shop.orders.cart.Cart.read_item',
      '<module>',
    ),
  ).toMatchInlineSnapshot(`
    "
    shop.orders.cart.read_item → /w/shop/orders/cart.py:6:11 high
    orders.cart.read_item → /w/shop/orders/cart.py:6:11 high
    read_item → /w/shop/orders/cart.py:6:11 medium
    shop.orders.cart.read_item.<locals>.helper → /w/shop/orders/cart.py:7:9 high
    shop.orders.cart.Cart.total → /w/shop/orders/cart.py:13:9 high
    shop.orders.cart.Cart.total.<locals>.<genexpr> → /w/shop/orders/cart.py:13:9 medium
    shop.orders.cart.Cart.Line.price → /w/shop/orders/cart.py:17:13 high
    Cart.total → /w/shop/orders/cart.py:13:9 low, /w/other/cart.py:2:9 low
    total in shop.orders.cart.Cart → /w/shop/orders/cart.py:13:9 high
    shop.orders.boot → /w/shop/orders/__init__.py:1:5 high
    double → /w/shop/orders/cart.py:19:1 medium
    shop.main.run → /w/shop/main.py:1:5 high
    main.Job.run → /w/shop/main.py:6:9 high
    __main__.run → /w/shop/main.py:1:5 medium
    run → /w/shop/main.py:1:5 medium
    django.orders.cart.read_item → none
    read_item in elsewhere → none
    shop.orders.cart.Cart.read_item → none
    <module> → none
    "
  `);
});

test('a file that the span names is where the function is, and nowhere else', async () => {
  const files = new MemoryFiles({
    '/w/pay/src/a.ts': 'export function handle() {}\n',
    '/w/orders/src/a.ts': '\nexport function handle() {}\n',
    '/w/orders/src/b.ts': 'class A { go() {} }\nclass B { go() {} }\nexport function only() {}\n',
  });
  expect(
    await placed(
      files,
      'handle of /w/pay/src/a.ts',
      'handle of /app/orders/src/a.ts',
      'handle of /app/src/a.ts',
      'handle of /w/orders/src/b.ts',
      'handle of /app/node_modules/express/a.ts',
      'only of /app/dist/bundle.js',
      'A.go of /app/dist/bundle.js',
      'go of /w/orders/src/b.ts',
      'go',
      'handle',
    ),
  ).toMatchInlineSnapshot(`
    "
    handle of /w/pay/src/a.ts → /w/pay/src/a.ts:1:17 high
    handle of /app/orders/src/a.ts → /w/orders/src/a.ts:2:17 high
    handle of /app/src/a.ts → /w/pay/src/a.ts:1:17 low, /w/orders/src/a.ts:2:17 low
    handle of /w/orders/src/b.ts → none
    handle of /app/node_modules/express/a.ts → none
    only of /app/dist/bundle.js → none
    A.go of /app/dist/bundle.js → /w/orders/src/b.ts:1:11 medium
    go of /w/orders/src/b.ts → /w/orders/src/b.ts:1:11 low, /w/orders/src/b.ts:2:11 low
    go → none
    handle → none
    "
  `);
});

test('a function of generated code is looked for in the sources', async () => {
  const files = new MemoryFiles({
    '/w/src/cart.ts': 'export class Cart { add() {} }\nexport function charge() {}\n',
    '/w/dist/cart.js': 'class Cart { add() {} }\nfunction charge() {}\n',
    '/w/bundle.js': 'function charge() {}\n//# sourceMappingURL=bundle.js.map\n',
  });
  expect(
    await placed(
      files,
      'Cart.add of /w/dist/cart.js',
      'charge of /w/dist/cart.js',
      'charge of /app/dist/cart.js',
    ),
  ).toMatchInlineSnapshot(`
    "
    Cart.add of /w/dist/cart.js → /w/src/cart.ts:1:21 medium
    charge of /w/dist/cart.js → /w/src/cart.ts:2:17 medium
    charge of /app/dist/cart.js → /w/src/cart.ts:2:17 medium
    "
  `);
});

test('the same class in two services is not chosen between', async () => {
  const copy = 'export class Health { check() {} }\n';
  const files = new MemoryFiles({ '/w/a/health.ts': copy, '/w/b/health.ts': copy });
  expect(await placed(files, 'Health.check', 'check')).toMatchInlineSnapshot(`
    "
    Health.check → /w/a/health.ts:1:23 low, /w/b/health.ts:1:23 low
    check → none
    "
  `);
});

test('generated and broken files', async () => {
  const files = new MemoryFiles({
    '/w/min.js': `function huge() {}${'var a=1;'.repeat(140_000)}`,
    '/w/broken.ts': 'class { \n function ok() {}\n %%% \u0001',
    '/w/crlf.ts': '\r\n\r\nfunction after() {}\r\n',
    '/w/deep.js': `function before() {}\n${'['.repeat(20_000)}`,
    '/w/notes.md': 'function prose() {}',
  });
  expect(await placed(files, 'huge', 'ok', 'after', 'before', 'prose')).toMatchInlineSnapshot(`
    "
    huge → none
    ok → none
    after → /w/crlf.ts:3:10 medium
    before → /w/deep.js:1:10 medium
    prose → none
    "
  `);
});

test('a name that half the workspace contains is not searched for by parsing all of it', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`/w/${i}.ts`, `get(${i});\n`]));
  const files = new MemoryFiles({ ...many, '/w/cart.ts': 'class Cart { get() {} }' });
  expect(await placed(files, 'get', 'Cart.get')).toMatchInlineSnapshot(`
    "
    get → none
    Cart.get → /w/cart.ts:1:14 high
    "
  `);
});
