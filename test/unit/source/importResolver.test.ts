import { expect, test } from 'vitest';
import { ImportResolver } from '../../../src/source/importResolver.ts';
import { languageOf } from '../../../src/source/syntax/language.ts';
import { MemoryFiles } from './memoryFiles.ts';

/** `file imports module` or `file imports name of module`, a line each, with the files that it means. */
async function imported(texts: Record<string, string>, questions: string): Promise<string> {
  const resolver = new ImportResolver(new MemoryFiles(texts));
  const lines = questions
    .trim()
    .split('\n')
    .map(async (line) => {
      const [, from = '', name, module = ''] = /^\s*(\S+) imports (?:(\S+) of )?(\S*)$/.exec(line) ?? [];
      const language = languageOf(from) ?? 'javascript';
      const found = await resolver.resolve(`/w/${from}`, module, language, name);
      return `${line.trim()} → ${found.join(', ').replaceAll('/w/', '') || 'none'}`;
    });
  return `\n${(await Promise.all(lines)).join('\n')}\n`;
}

const texts = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [`/w/${path}`, '']));

test('JavaScript and TypeScript: relative paths as bundlers and compilers read them', async () => {
  const files = {
    ...texts(
      'src/app.ts',
      'src/routes/index.ts',
      'src/routes/orders.ts',
      'src/x.js',
      'src/y.mts',
      'lib/main.js',
    ),
    ...texts('src/orders.controller.ts', 'src/both.js', 'src/both.ts', 'src/node_modules/z.js'),
    '/w/lib/package.json': '{"main": "./main.js"}',
  };
  expect(
    await imported(
      files,
      `
      src/app.ts imports ./routes
      src/app.ts imports ./routes/
      src/app.ts imports ./routes/orders
      src/app.ts imports ./routes/orders.js
      src/app.ts imports ./y.mjs
      src/app.ts imports ./x
      src/app.ts imports ./both
      src/app.ts imports ./both.js
      src/app.ts imports ./orders.controller
      src/app.ts imports ./x.js?raw
      src/app.ts imports ../lib
      src/routes/orders.ts imports .
      src/routes/orders.ts imports ..
      src/app.ts imports ./z
      src/app.ts imports ./node_modules/z.js
      src/app.ts imports ../../../../etc/passwd
      src/app.ts imports express
      src/app.ts imports node:http
      src/app.ts imports https://example.com/x.js
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    src/app.ts imports ./routes → src/routes/index.ts
    src/app.ts imports ./routes/ → src/routes/index.ts
    src/app.ts imports ./routes/orders → src/routes/orders.ts
    src/app.ts imports ./routes/orders.js → src/routes/orders.ts
    src/app.ts imports ./y.mjs → src/y.mts
    src/app.ts imports ./x → src/x.js
    src/app.ts imports ./both → src/both.ts
    src/app.ts imports ./both.js → src/both.ts
    src/app.ts imports ./orders.controller → src/orders.controller.ts
    src/app.ts imports ./x.js?raw → src/x.js
    src/app.ts imports ../lib → lib/main.js
    src/routes/orders.ts imports . → src/routes/index.ts
    src/routes/orders.ts imports .. → none
    src/app.ts imports ./z → none
    src/app.ts imports ./node_modules/z.js → none
    src/app.ts imports ../../../../etc/passwd → none
    src/app.ts imports express → none
    src/app.ts imports node:http → none
    src/app.ts imports https://example.com/x.js → none
    "
  `);
});

test('JavaScript and TypeScript: aliases, subpath imports and packages of the workspace', async () => {
  const files = {
    ...texts(
      'apps/web/src/main.ts',
      'apps/web/src/lib/db.ts',
      'apps/web/generated/types.ts',
      'apps/web/src/env.ts',
    ),
    ...texts(
      'packages/core/src/index.ts',
      'packages/core/src/orders.ts',
      'packages/ui/index.js',
      'a/x.ts',
      'b/x.ts',
    ),
    '/w/tsconfig.base.json':
      '{"compilerOptions": {"paths": {"@shared/*": ["./packages/core/src/*"],}} /* c */}',
    '/w/apps/web/tsconfig.json':
      '{ // as JSON with comments\n"extends": "./tsconfig.paths", "compilerOptions": {"baseUrl": "."}}',
    '/w/apps/web/tsconfig.paths.json':
      '{"compilerOptions": {"paths": {"@/*": ["./missing/*", "./src/*"], "@/lib/*": ["src/lib/*"], "gen": ["generated/types"]}}}',
    '/w/apps/web/package.json':
      '{"name": "web", "imports": {"#env": {"default": "./src/env.js"}, "#lib/*": "./src/lib/*.ts"}}',
    '/w/packages/core/package.json':
      '{"name": "@acme/core", "exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs"}, "./*": "./dist/*.js"}}',
    '/w/packages/ui/package.json': '{"name": "ui"}',
    '/w/a/package.json': '{"name": "twice"}',
    '/w/b/package.json': '{"name": "twice"}',
    '/w/broken/package.json': '{"name": [}',
  };
  expect(
    await imported(
      files,
      `
      apps/web/src/main.ts imports @/lib/db
      apps/web/src/main.ts imports @/env.js
      apps/web/src/main.ts imports gen
      apps/web/src/main.ts imports src/env
      apps/web/src/main.ts imports #env
      apps/web/src/main.ts imports #lib/db
      apps/web/src/main.ts imports #nothing
      apps/web/src/main.ts imports @acme/core
      apps/web/src/main.ts imports @acme/core/orders
      apps/web/src/main.ts imports @acme/core/../../a/x.ts
      apps/web/src/main.ts imports ui
      apps/web/src/main.ts imports twice/x
      packages/ui/index.js imports @shared/orders
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    apps/web/src/main.ts imports @/lib/db → apps/web/src/lib/db.ts
    apps/web/src/main.ts imports @/env.js → apps/web/src/env.ts
    apps/web/src/main.ts imports gen → apps/web/generated/types.ts
    apps/web/src/main.ts imports src/env → apps/web/src/env.ts
    apps/web/src/main.ts imports #env → apps/web/src/env.ts
    apps/web/src/main.ts imports #lib/db → apps/web/src/lib/db.ts
    apps/web/src/main.ts imports #nothing → none
    apps/web/src/main.ts imports @acme/core → packages/core/src/index.ts
    apps/web/src/main.ts imports @acme/core/orders → packages/core/src/orders.ts
    apps/web/src/main.ts imports @acme/core/../../a/x.ts → none
    apps/web/src/main.ts imports ui → packages/ui/index.js
    apps/web/src/main.ts imports twice/x → none
    packages/ui/index.js imports @shared/orders → packages/core/src/orders.ts
    "
  `);
});

test('Python: relative, absolute, a source folder, and names that are modules', async () => {
  const files = texts(
    'manage.py',
    'shop/__init__.py',
    'shop/urls.py',
    'shop/orders/__init__.py',
    'shop/orders/views.py',
    'shop/models.py',
    'service/src/pay/__init__.py',
    'service/src/pay/cards.py',
    'service/tests/test_cards.py',
    'other/app.py',
    'other/db.py',
    'deep/x/y/acme/tool.py',
  );
  expect(
    await imported(
      files,
      `
      shop/urls.py imports .models
      shop/urls.py imports orders of .
      shop/urls.py imports views of .orders
      shop/urls.py imports list_orders of .orders.views
      shop/orders/views.py imports ..models
      shop/orders/views.py imports models of ..
      shop/orders/views.py imports .....models
      manage.py imports shop.orders
      manage.py imports views of shop.orders
      manage.py imports * of shop.models
      service/tests/test_cards.py imports pay.cards
      other/app.py imports db
      manage.py imports db
      manage.py imports acme.tool
      manage.py imports django.urls
      manage.py imports ../etc
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    shop/urls.py imports .models → shop/models.py
    shop/urls.py imports orders of . → shop/orders/__init__.py, shop/__init__.py
    shop/urls.py imports views of .orders → shop/orders/views.py, shop/orders/__init__.py
    shop/urls.py imports list_orders of .orders.views → shop/orders/views.py
    shop/orders/views.py imports ..models → shop/models.py
    shop/orders/views.py imports models of .. → shop/models.py, shop/__init__.py
    shop/orders/views.py imports .....models → none
    manage.py imports shop.orders → shop/orders/__init__.py
    manage.py imports views of shop.orders → shop/orders/views.py, shop/orders/__init__.py
    manage.py imports * of shop.models → shop/models.py
    service/tests/test_cards.py imports pay.cards → service/src/pay/cards.py
    other/app.py imports db → other/db.py
    manage.py imports db → none
    manage.py imports acme.tool → deep/x/y/acme/tool.py
    manage.py imports django.urls → none
    manage.py imports ../etc → none
    "
  `);
});

test('Go: packages by module path, the longest one first', async () => {
  const files = {
    ...texts(
      'main.go',
      'orders/store.go',
      'orders/store_test.go',
      'orders/http.go',
      'tools/gen/gen.go',
      'orders/x.txt',
    ),
    '/w/go.mod': '// the shop\nmodule github.com/acme/shop // v0\n\ngo 1.24\n',
    '/w/tools/go.mod': 'module "github.com/acme/shop/tools"\n',
  };
  expect(
    await imported(
      files,
      `
      main.go imports github.com/acme/shop/orders
      main.go imports github.com/acme/shop
      main.go imports github.com/acme/shop/tools/gen
      main.go imports github.com/acme/shopping
      main.go imports github.com/acme/shop/../../etc
      main.go imports net/http
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    main.go imports github.com/acme/shop/orders → orders/http.go, orders/store.go
    main.go imports github.com/acme/shop → main.go
    main.go imports github.com/acme/shop/tools/gen → tools/gen/gen.go
    main.go imports github.com/acme/shopping → none
    main.go imports github.com/acme/shop/../../etc → none
    main.go imports net/http → none
    "
  `);
});

test('types by their names: Java, C#, PHP, Ruby, and Rust modules', async () => {
  const files = {
    ...texts(
      'src/main/java/com/acme/Foo.java',
      'web/src/main/kotlin/com/acme/Bar.kt',
      'App.java',
      'Program.cs',
    ),
    ...texts(
      'app/Http/OrderController.php',
      'lib/Acme/Deep/Tool.php',
      'routes/web.php',
      'x/Http/OrderController.php',
    ),
    ...texts('app/controllers/shop/html_items_controller.rb', 'lib/shop/tax.rb', 'app.rb', 'helpers.rb'),
    ...texts(
      'api/src/main.rs',
      'api/src/routes/mod.rs',
      'api/src/routes/orders.rs',
      'api/src/db.rs',
      'core/src/lib.rs',
    ),
    '/w/Orders/OrderService.cs': 'namespace Acme.Orders;',
    '/w/Other/OrderService.cs': 'namespace Acme.Other;',
    '/w/composer.json': '{"autoload": {"psr-4": {"App\\\\": "app/"}}}',
    '/w/api/Cargo.toml': '[package]\nname = "shop-api"\n[dependencies]\nname = "no"\n',
    '/w/core/Cargo.toml': '[package]\nversion = "1.0.0"\nname = "shop-core"\n',
    '/w/Cargo.toml': '[workspace]\nmembers = ["api", "core"]\n',
  };
  expect(
    await imported(
      files,
      `
      App.java imports com.acme.Foo
      App.java imports Foo of com.acme
      App.java imports com.acme.Foo.create
      App.java imports com.acme.Bar
      App.java imports com.acme.*
      App.java imports Foo
      Program.cs imports Acme.Orders.OrderService
      Program.cs imports Acme.Orders
      routes/web.php imports App\\Http\\OrderController
      routes/web.php imports Acme\\Deep\\Tool
      routes/web.php imports Illuminate\\Http\\Request
      app.rb imports ./helpers
      app.rb imports shop/tax
      app.rb imports Shop::HTMLItemsController
      app.rb imports rails
      api/src/main.rs imports crate::routes::orders
      api/src/main.rs imports list of crate::routes::orders
      api/src/main.rs imports routes
      api/src/routes/mod.rs imports orders
      api/src/routes/orders.rs imports super::super::db
      api/src/routes/orders.rs imports shop_core::Thing
      api/src/main.rs imports axum::Router
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    App.java imports com.acme.Foo → src/main/java/com/acme/Foo.java
    App.java imports Foo of com.acme → src/main/java/com/acme/Foo.java
    App.java imports com.acme.Foo.create → src/main/java/com/acme/Foo.java
    App.java imports com.acme.Bar → web/src/main/kotlin/com/acme/Bar.kt
    App.java imports com.acme.* → none
    App.java imports Foo → none
    Program.cs imports Acme.Orders.OrderService → Orders/OrderService.cs
    Program.cs imports Acme.Orders → none
    routes/web.php imports App\\Http\\OrderController → app/Http/OrderController.php
    routes/web.php imports Acme\\Deep\\Tool → lib/Acme/Deep/Tool.php
    routes/web.php imports Illuminate\\Http\\Request → none
    app.rb imports ./helpers → helpers.rb
    app.rb imports shop/tax → lib/shop/tax.rb
    app.rb imports Shop::HTMLItemsController → app/controllers/shop/html_items_controller.rb
    app.rb imports rails → none
    api/src/main.rs imports crate::routes::orders → api/src/routes/orders.rs
    api/src/main.rs imports list of crate::routes::orders → api/src/routes/orders.rs
    api/src/main.rs imports routes → api/src/routes/mod.rs
    api/src/routes/mod.rs imports orders → api/src/routes/orders.rs
    api/src/routes/orders.rs imports super::super::db → api/src/db.rs
    api/src/routes/orders.rs imports shop_core::Thing → core/src/lib.rs
    api/src/main.rs imports axum::Router → none
    "
  `);
});
