import { expect, test } from 'vitest';
import { PathMapper } from '../../../src/source/pathMapper.ts';
import { MemoryFiles } from './memoryFiles.ts';

/** `path` or `service: path` to `exact /w/a.ts`, `suffix/2/unique /w/…`, `ambiguous`, `foreign`, `unknown`. */
async function mapped(files: MemoryFiles, ...questions: string[]): Promise<string> {
  const lines = questions.map(async (question) => {
    const [, service, path = question] = /^(\w+) says (.*)$/s.exec(question) ?? [];
    const match = await new PathMapper(files).map(path, service);
    const asked = question.replaceAll('\u0000', '\\0').replaceAll('\n', '\\n');
    if (match.type === 'suffix') return `${asked} → ${match.segments} parts (${match.why}) of ${match.path}`;
    return match.type === 'exact' ? `${asked} → ${match.path}` : `${asked} → ${match.type}`;
  });
  return `\n${(await Promise.all(lines)).join('\n')}\n`;
}

const shop = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, '']));

test('absolute paths in every spelling are the file itself', async () => {
  const files = new MemoryFiles(shop('/w/src/a b.ts', '/w/src/x.ts', '/w/src/100%.ts'));
  expect(
    await mapped(
      files,
      '/w/src/x.ts',
      '  /w/src/x.ts ',
      '/w/./lib/../src//x.ts',
      'file:///w/src/a%20b.ts',
      'file://localhost/w/src/x.ts',
      'file:/w/src/x.ts',
      'file:///w/src/x.ts?t=17#L3',
      'file:///w/src/a b.ts',
      'file:///w/src/100%.ts',
      '/w/src/100%.ts',
      '/w/src/a%20b.ts',
      '/w/src/gone.ts',
    ),
  ).toMatchInlineSnapshot(`
    "
    /w/src/x.ts → /w/src/x.ts
      /w/src/x.ts  → /w/src/x.ts
    /w/./lib/../src//x.ts → /w/src/x.ts
    file:///w/src/a%20b.ts → /w/src/a b.ts
    file://localhost/w/src/x.ts → /w/src/x.ts
    file:/w/src/x.ts → /w/src/x.ts
    file:///w/src/x.ts?t=17#L3 → /w/src/x.ts
    file:///w/src/a b.ts → /w/src/a b.ts
    file:///w/src/100%.ts → /w/src/100%.ts
    /w/src/100%.ts → /w/src/100%.ts
    /w/src/a%20b.ts → unknown
    /w/src/gone.ts → unknown
    "
  `);
});

test('libraries, language code and what is no file is foreign', async () => {
  const files = new MemoryFiles(
    shop('/w/src/index.js', '/w/vendor/a/index.js', '/w/node_modules/express/index.js', '/w/src/vendor.py'),
  );
  expect(
    await mapped(
      files,
      '/w/node_modules/express/index.js',
      '/w/vendor/a/index.js',
      '/app/node_modules/express/index.js',
      'node_modules/express/index.js',
      '/usr/lib/python3/dist-packages/src/index.js',
      '/usr/local/lib/python3.11/asyncio/index.js',
      'C:\\Python311\\Lib\\asyncio\\index.js',
      '/root/go/pkg/mod/github.com/x/y@v1.2.3/index.js',
      '/usr/local/go/src/net/index.js',
      '/root/sdk/go1.26.8/src/net/index.js',
      '/usr/lib/ruby/3.2.0/net/index.js',
      '/usr/local/cargo/registry/src/index.crates.io-6f17d22bba15001f/tower-0.7.1/src/index.js',
      'github.com/gin-gonic/gin@v1.12.0/src/index.js',
      '/root/.cache/deno/npm/src/index.js',
      '/home/me/.cargo/registry/src/index.js',
      '/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/index.js',
      '/usr/lib/ruby/gems/3.2.0/gems/rack-3.0.1/lib/index.js',
      '/app/.venv/src/index.js',
      'node:internal/index.js',
      'webpack-internal:///src/index.js',
      'https://example.com/src/index.js',
      'data:text/javascript,src/index.js',
      '<stdin>',
      '<frozen importlib._bootstrap>',
      '/w/src/vendor.py',
    ),
  ).toMatchInlineSnapshot(`
    "
    /w/node_modules/express/index.js → foreign
    /w/vendor/a/index.js → foreign
    /app/node_modules/express/index.js → foreign
    node_modules/express/index.js → foreign
    /usr/lib/python3/dist-packages/src/index.js → foreign
    /usr/local/lib/python3.11/asyncio/index.js → foreign
    C:\\Python311\\Lib\\asyncio\\index.js → foreign
    /root/go/pkg/mod/github.com/x/y@v1.2.3/index.js → foreign
    /usr/local/go/src/net/index.js → foreign
    /root/sdk/go1.26.8/src/net/index.js → foreign
    /usr/lib/ruby/3.2.0/net/index.js → foreign
    /usr/local/cargo/registry/src/index.crates.io-6f17d22bba15001f/tower-0.7.1/src/index.js → foreign
    github.com/gin-gonic/gin@v1.12.0/src/index.js → foreign
    /root/.cache/deno/npm/src/index.js → foreign
    /home/me/.cargo/registry/src/index.js → foreign
    /rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/index.js → foreign
    /usr/lib/ruby/gems/3.2.0/gems/rack-3.0.1/lib/index.js → foreign
    /app/.venv/src/index.js → foreign
    node:internal/index.js → foreign
    webpack-internal:///src/index.js → foreign
    https://example.com/src/index.js → foreign
    data:text/javascript,src/index.js → foreign
    <stdin> → foreign
    <frozen importlib._bootstrap> → foreign
    /w/src/vendor.py → /w/src/vendor.py
    "
  `);
});

test('what only looks like a library is not one', async () => {
  const files = new MemoryFiles(shop('/w/go/src/main.go', '/w/lib/python3/tool.py', '/w/app/cart/add.go'));
  expect(
    await mapped(files, '/w/go/src/main.go', '/w/lib/python3/tool.py', '/go/src/cart/add.go'),
  ).toMatchInlineSnapshot(`
    "
    /w/go/src/main.go → /w/go/src/main.go
    /w/lib/python3/tool.py → /w/lib/python3/tool.py
    /go/src/cart/add.go → 2 parts (unique) of /w/app/cart/add.go
    "
  `);
});

test('shares that spans name are not looked at, those that were opened are', async () => {
  const share = '\\\\files\\team';
  const files = new MemoryFiles(shop(`${share}\\shop\\src\\a.ts`), { folders: [`${share}\\shop`] });
  expect(
    await mapped(files, `${share}\\shop\\src\\a.ts`, '\\\\evil\\share\\a.ts', 'file://evil/share/a.ts'),
  ).toMatchInlineSnapshot(`
    "
    \\\\files\\team\\shop\\src\\a.ts → \\\\files\\team\\shop\\src\\a.ts
    \\\\evil\\share\\a.ts → 1 parts (unique) of \\\\files\\team\\shop\\src\\a.ts
    file://evil/share/a.ts → 1 parts (unique) of \\\\files\\team\\shop\\src\\a.ts
    "
  `);
  expect(files.looked.filter((path) => path.includes('evil'))).toEqual([]);
});

test('a folder that was opened inside a library folder is the own code of who opened it', async () => {
  const folder = '/w/node_modules/mine';
  const files = new MemoryFiles(shop(`${folder}/src/a.ts`, `${folder}/node_modules/b/a.ts`), {
    folders: [folder],
  });
  expect(await mapped(files, `${folder}/src/a.ts`, `${folder}/node_modules/b/a.ts`)).toMatchInlineSnapshot(`
    "
    /w/node_modules/mine/src/a.ts → /w/node_modules/mine/src/a.ts
    /w/node_modules/mine/node_modules/b/a.ts → foreign
    "
  `);
});

test('container paths by the longest unique suffix of whole segments', async () => {
  const files = new MemoryFiles(
    shop(
      '/w/payments/src/charge.ts',
      '/w/payments/src/index.ts',
      '/w/payments/lib/deep/rare.ts',
      '/w/orders/src/index.ts',
      '/w/orders/server.js',
      '/w/orders/src/order.ts',
      '/w/archive/src/order.ts',
    ),
  );
  expect(
    await mapped(
      files,
      '/app/src/charge.ts',
      '/app/payments/src/index.ts',
      '/payments/src/index.ts',
      '/app/src/index.ts',
      'orders says /app/src/index.ts',
      'nobody says /app/src/index.ts',
      '/app/lib/deep/rare.ts',
      '/elsewhere/rare.ts',
      '/app/server.js',
      '/app/src/harge.ts',
      '/app/order.ts',
      '/app/dist/nothing.js',
      '/app/src/order.ts',
      'D:\\build\\src\\charge.ts',
      '\\app\\src\\charge.ts',
    ),
  ).toMatchInlineSnapshot(`
    "
    /app/src/charge.ts → 2 parts (unique) of /w/payments/src/charge.ts
    /app/payments/src/index.ts → 3 parts (unique) of /w/payments/src/index.ts
    /payments/src/index.ts → 3 parts (unique) of /w/payments/src/index.ts
    /app/src/index.ts → ambiguous
    orders says /app/src/index.ts → 2 parts (service folder) of /w/orders/src/index.ts
    nobody says /app/src/index.ts → ambiguous
    /app/lib/deep/rare.ts → 3 parts (unique) of /w/payments/lib/deep/rare.ts
    /elsewhere/rare.ts → 1 parts (unique) of /w/payments/lib/deep/rare.ts
    /app/server.js → 1 parts (unique) of /w/orders/server.js
    /app/src/harge.ts → unknown
    /app/order.ts → ambiguous
    /app/dist/nothing.js → unknown
    /app/src/order.ts → ambiguous
    D:\\build\\src\\charge.ts → 2 parts (unique) of /w/payments/src/charge.ts
    \\app\\src\\charge.ts → 2 parts (unique) of /w/payments/src/charge.ts
    "
  `);
});

test('a container root does not become evidence by a folder of the same name', async () => {
  const files = new MemoryFiles(shop('/w/services/app/src/index.js', '/w/services/pay/src/index.js'));
  expect(await mapped(files, '/app/src/index.js', 'pay says /app/src/index.js')).toMatchInlineSnapshot(`
    "
    /app/src/index.js → ambiguous
    pay says /app/src/index.js → 2 parts (service folder) of /w/services/pay/src/index.js
    "
  `);
});

test('the same basename in five services', async () => {
  const services = ['storefront', 'gateway', 'orders', 'payments', 'notifications'];
  const files = new MemoryFiles(shop(...services.map((service) => `/w/${service}/src/server.js`)));
  expect(
    await mapped(
      files,
      '/app/src/server.js',
      '/app/server.js',
      'server.js',
      'payments says /app/src/server.js',
      'payments says /app/server.js',
      '/gateway/server.js',
      '/srv/gateway/src/server.js',
      '/w/orders/src/server.js',
      'orders/src/server.js',
    ),
  ).toMatchInlineSnapshot(`
    "
    /app/src/server.js → ambiguous
    /app/server.js → ambiguous
    server.js → ambiguous
    payments says /app/src/server.js → 2 parts (service folder) of /w/payments/src/server.js
    payments says /app/server.js → 1 parts (service folder) of /w/payments/src/server.js
    /gateway/server.js → ambiguous
    /srv/gateway/src/server.js → 3 parts (unique) of /w/gateway/src/server.js
    /w/orders/src/server.js → /w/orders/src/server.js
    orders/src/server.js → /w/orders/src/server.js
    "
  `);
});

test('relative paths', async () => {
  const files = new MemoryFiles(
    shop('/w/crate/src/store.rs', '/w/src/main.rs', '/w/tool/src/main.rs', '/w/app.py', '/w/x/y/deep.py'),
  );
  expect(
    await mapped(
      files,
      'crate/src/store.rs',
      './src/store.rs',
      'src\\store.rs',
      'store.rs',
      'app.py',
      'y/deep.py',
      'w/x/y/deep.py',
      'other/y/deep.py',
      'src/main.rs',
      'tool says src/main.rs',
      '../y/deep.py',
      '../../../../x/deep.py',
    ),
  ).toMatchInlineSnapshot(`
    "
    crate/src/store.rs → /w/crate/src/store.rs
    ./src/store.rs → 2 parts (unique) of /w/crate/src/store.rs
    src\\store.rs → 2 parts (unique) of /w/crate/src/store.rs
    store.rs → 1 parts (unique) of /w/crate/src/store.rs
    app.py → 1 parts (workspace root) of /w/app.py
    y/deep.py → 2 parts (unique) of /w/x/y/deep.py
    w/x/y/deep.py → 4 parts (unique) of /w/x/y/deep.py
    other/y/deep.py → unknown
    src/main.rs → 2 parts (workspace root) of /w/src/main.rs
    tool says src/main.rs → 2 parts (service folder) of /w/tool/src/main.rs
    ../y/deep.py → 2 parts (unique) of /w/x/y/deep.py
    ../../../../x/deep.py → unknown
    "
  `);
});

test('Windows, where case does not matter', async () => {
  const files = new MemoryFiles(shop('C:\\Work\\shop\\src\\Charge.ts'), {
    folders: ['C:\\Work\\shop'],
    ignoresCase: true,
  });
  expect(
    await mapped(
      files,
      'C:\\Work\\shop\\src\\Charge.ts',
      'c:\\work\\SHOP\\src\\charge.ts',
      'file:///C:/Work/shop/src/Charge.ts',
      'file:///c%3A/Work/shop/src/Charge.ts',
      '\\\\?\\C:\\Work\\shop\\src\\Charge.ts',
      'C:/Work/shop/src/Charge.ts',
      'src/charge.ts',
      '/app/src/CHARGE.ts',
      'D:\\Work\\shop\\src\\Charge.ts',
      '\\\\wsl$\\Ubuntu\\home\\me\\src\\Charge.ts',
      'file://server/share/src/Charge.ts',
    ),
  ).toMatchInlineSnapshot(`
    "
    C:\\Work\\shop\\src\\Charge.ts → C:\\Work\\shop\\src\\Charge.ts
    c:\\work\\SHOP\\src\\charge.ts → C:\\Work\\shop\\src\\Charge.ts
    file:///C:/Work/shop/src/Charge.ts → C:\\Work\\shop\\src\\Charge.ts
    file:///c%3A/Work/shop/src/Charge.ts → C:\\Work\\shop\\src\\Charge.ts
    \\\\?\\C:\\Work\\shop\\src\\Charge.ts → C:\\Work\\shop\\src\\Charge.ts
    C:/Work/shop/src/Charge.ts → C:\\Work\\shop\\src\\Charge.ts
    src/charge.ts → C:\\Work\\shop\\src\\Charge.ts
    /app/src/CHARGE.ts → 2 parts (unique) of C:\\Work\\shop\\src\\Charge.ts
    D:\\Work\\shop\\src\\Charge.ts → 3 parts (unique) of C:\\Work\\shop\\src\\Charge.ts
    \\\\wsl$\\Ubuntu\\home\\me\\src\\Charge.ts → 2 parts (unique) of C:\\Work\\shop\\src\\Charge.ts
    file://server/share/src/Charge.ts → 1 parts (unique) of C:\\Work\\shop\\src\\Charge.ts
    "
  `);
});

test('case matters elsewhere', async () => {
  expect(
    await mapped(new MemoryFiles(shop('/w/src/Charge.ts')), '/w/src/charge.ts', '/app/src/charge.ts'),
  ).toMatchInlineSnapshot(`
    "
    /w/src/charge.ts → unknown
    /app/src/charge.ts → unknown
    "
  `);
});

test('links on either side', async () => {
  const files = new MemoryFiles(
    shop('/real/shop/src/a.ts', '/real/shop/packages/lib/b.ts', '/real/other/src/a.ts'),
    {
      folders: ['/home/link'],
      links: {
        '/home/link/node_modules/@acme/lib': '/real/shop/packages/lib',
        '/home/link': '/real/shop',
        '/tmp/alias': '/real/shop',
      },
    },
  );
  expect(
    await mapped(
      files,
      '/home/link/src/a.ts',
      '/real/shop/src/a.ts',
      '/tmp/alias/src/a.ts',
      '/home/link/node_modules/@acme/lib/b.ts',
      '/real/other/src/a.ts',
    ),
  ).toMatchInlineSnapshot(`
    "
    /home/link/src/a.ts → /home/link/src/a.ts
    /real/shop/src/a.ts → /home/link/src/a.ts
    /tmp/alias/src/a.ts → /home/link/src/a.ts
    /home/link/node_modules/@acme/lib/b.ts → /home/link/packages/lib/b.ts
    /real/other/src/a.ts → foreign
    "
  `);
});

test('a file of this machine outside the workspace is no container path', async () => {
  const files = new MemoryFiles(shop('/w/src/charge.ts', '/other/src/charge.ts'));
  expect(await mapped(files, '/other/src/charge.ts', '/app/src/charge.ts')).toMatchInlineSnapshot(`
    "
    /other/src/charge.ts → foreign
    /app/src/charge.ts → 2 parts (unique) of /w/src/charge.ts
    "
  `);
});

test('hostile paths', async () => {
  const files = new MemoryFiles(shop('/w/src/x', '/w/src/etc/shadow', '/etc/passwd', '/x'));
  const long = `/${'a/'.repeat(5000)}x`;
  expect(
    await mapped(
      files,
      '/etc/passwd',
      '../../etc/passwd',
      '../../x',
      '/w/../etc/passwd',
      '/w/src/../../etc/passwd',
      'file:///w/..%2f..%2fetc%2fpasswd',
      'file:///w/%2e%2e/etc/passwd',
      'file:///w/src/x%00',
      '/w/src/x\u0000.ts',
      '/w/src/\nx',
      '',
      '/',
      '//',
      '..',
      '.',
      'C:',
      'C:\\',
      '\\\\',
      '\\\\?\\',
      'file:',
      'file://',
      'file:///',
      '__proto__',
      '/app/constructor',
    ),
  ).toMatchInlineSnapshot(`
    "
    /etc/passwd → foreign
    ../../etc/passwd → unknown
    ../../x → 1 parts (unique) of /w/src/x
    /w/../etc/passwd → foreign
    /w/src/../../etc/passwd → foreign
    file:///w/..%2f..%2fetc%2fpasswd → foreign
    file:///w/%2e%2e/etc/passwd → foreign
    file:///w/src/x%00 → foreign
    /w/src/x\\0.ts → foreign
    /w/src/\\nx → foreign
     → foreign
    / → foreign
    // → foreign
    .. → foreign
    . → foreign
    C: → foreign
    C:\\ → foreign
    \\\\ → foreign
    \\\\?\\ → foreign
    file: → foreign
    file:// → foreign
    file:/// → foreign
    __proto__ → unknown
    /app/constructor → unknown
    "
  `);
  expect((await new PathMapper(files).map(long)).type).toBe('foreign');
});
