import { expect, test } from 'vitest';
import { fileConfidence } from '../../../../src/source/fileConfidence.ts';
import { PathMapper } from '../../../../src/source/pathMapper.ts';
import type { PathHints } from '../../../../src/source/paths/pathHints.ts';
import { PathKnowledge, type UserPaths } from '../../../../src/source/paths/pathKnowledge.ts';
import { MemoryFiles } from '../memoryFiles.ts';

interface Setting {
  readonly user?: UserPaths;
  readonly folders?: readonly string[];
  readonly links?: Record<string, string>;
  readonly hints?: Partial<PathHints>;
  readonly ignoresCase?: boolean;
}

/** `path` or `service: path`, a line each, with the file, how sure it is, and by what. */
async function mapped(
  texts: Record<string, string>,
  questions: string,
  setting: Setting = {},
): Promise<string> {
  const files = new MemoryFiles(texts, setting);
  const mapper = new PathMapper(files, new PathKnowledge(files, setting.user));
  const lines: string[] = [];
  for (const line of questions.trim().split('\n')) {
    const [, service = '', path = ''] = /^\s*(?:([\w:-]+) says )?(.*)$/.exec(line) ?? [];
    const match = await mapper.map(path, { service, ...setting.hints });
    const known = fileConfidence(match);
    const answer = known === undefined ? match.type : `${known.path} ${known.confidence}${known.how}`;
    lines.push(`${line.trim()} → ${answer.replace('; the file', '')}`);
  }
  return `\n${lines.join('\n')}\n`;
}

const empty = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, '']));

test('the user says where paths lie, and what lies elsewhere is found as before', async () => {
  const texts = empty(
    '/w/pay/src/index.ts',
    '/w/orders/src/index.ts',
    '/w/lib/x.py',
    '/etc/passwd',
    '/w/node_modules/a/b.js',
  );
  const mappings = {
    '/app': `\${workspaceFolder}/pay`,
    'C:\\Build': `\${workspaceFolder}`,
    '/etc': '/etc',
    '/deep/er': 'lib',
    '/deep': 'pay',
    'github.com/old': '.',
  };
  expect(
    await mapped(
      texts,
      `
      /app/src/index.ts
      orders says /app/src/index.ts
      /app/src/gone.ts
      /app
      /application/src/index.ts
      c:\\build\\orders\\SRC\\index.ts
      C:\\Build\\orders\\src\\index.ts
      /etc/passwd
      /deep/er/x.py
      /deep/src/index.ts
      github.com/old/lib/x.py
      /app/../etc/passwd
      /app/../../w/pay/src/index.ts
      C:\\Build\\node_modules\\a\\b.js
      `,
      { user: { mappings: { '/w': mappings } } },
    ),
  ).toMatchInlineSnapshot(`
    "
    /app/src/index.ts → /w/pay/src/index.ts exact by your path mapping
    orders says /app/src/index.ts → /w/pay/src/index.ts exact by your path mapping
    /app/src/gone.ts → unknown
    /app → unknown
    /application/src/index.ts → ambiguous
    c:\\build\\orders\\SRC\\index.ts → ambiguous
    C:\\Build\\orders\\src\\index.ts → /w/orders/src/index.ts exact by your path mapping
    /etc/passwd → foreign
    /deep/er/x.py → /w/lib/x.py exact by your path mapping
    /deep/src/index.ts → /w/pay/src/index.ts exact by your path mapping
    github.com/old/lib/x.py → /w/lib/x.py exact by your path mapping
    /app/../etc/passwd → foreign
    /app/../../w/pay/src/index.ts → /w/pay/src/index.ts exact
    C:\\Build\\node_modules\\a\\b.js → foreign
    "
  `);
});

test('a choice that was made once is kept for the paths of its service', async () => {
  const texts = empty('/w/a/src/index.ts', '/w/b/src/index.ts', '/w/a/src/app.ts', '/w/b/src/app.ts');
  const choices = [{ remote: '/app', folder: '/w/b', services: ['shop'], from: 'your choice' }];
  expect(
    await mapped(
      texts,
      'shop says /app/src/index.ts\n shop says /app/src/app.ts\n other says /app/src/app.ts',
      {
        user: { choices },
      },
    ),
  ).toMatchInlineSnapshot(`
    "
    shop says /app/src/index.ts → /w/b/src/index.ts exact by your choice
    shop says /app/src/app.ts → /w/b/src/app.ts exact by your choice
    other says /app/src/app.ts → ambiguous
    "
  `);
});

test('launch.json decides between several, and is not sure of a path that any program may have', async () => {
  const launch = `{"configurations": [
    {"type": "node", "remoteRoot": "/app", "localRoot": "\${workspaceFolder}/pay"},
    {"type": "debugpy", "pathMappings": [{"remoteRoot": "/srv/billing", "localRoot": "\${workspaceFolder}/py"}]}
  ]}`;
  const texts = {
    ...empty(
      '/w/pay/src/index.ts',
      '/w/orders/src/index.ts',
      '/w/pay/src/main.ts',
      '/w/py/app/models.py',
      '/w/py/x.py',
    ),
    '/w/.vscode/launch.json': launch,
  };
  expect(
    await mapped(
      texts,
      `
      /app/src/index.ts
      orders says /app/src/index.ts
      /app/src/main.ts
      /srv/billing/app/models.py
      /srv/billing/x.py
      /srv/billing/gone.py
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    /app/src/index.ts → /w/pay/src/index.ts medium by launch.json
    orders says /app/src/index.ts → /w/orders/src/index.ts medium by the last 2 parts of its path and the service folder
    /app/src/main.ts → /w/pay/src/main.ts medium by launch.json
    /srv/billing/app/models.py → /w/py/app/models.py high by launch.json
    /srv/billing/x.py → /w/py/x.py high by launch.json
    /srv/billing/gone.py → unknown
    "
  `);
});

test('what compose mounts and Dockerfiles copy is sure for the service itself alone', async () => {
  const texts = {
    ...empty(
      '/w/pay/src/index.js',
      '/w/orders/src/index.js',
      '/w/orders/dist/server.js',
      '/w/libs/tax.js',
      '/w/api/main.go',
    ),
    ...empty('/w/mono/src/index.js'),
    '/w/compose.yaml': `services:
  pay: { volumes: ["./pay:/app", "./libs:/app/libs"] }
  orders: { build: ./orders, environment: { OTEL_SERVICE_NAME: shop-orders } }
`,
    '/w/orders/Dockerfile':
      'FROM node AS b\nWORKDIR /src\nCOPY . .\nFROM node\nWORKDIR /app\nCOPY --from=b /src/dist ./\nCOPY src ./src\n',
    '/w/api/Dockerfile': 'FROM golang\nWORKDIR /go/src/api\nCOPY *.go ./\n',
  };
  expect(
    await mapped(
      texts,
      `
      pay says /app/src/index.js
      Pay says /app/libs/tax.js
      shop-orders says /app/src/index.js
      shop-orders says /app/server.js
      shop-orders says /src/src/index.js
      orders says /app/src/index.js
      stranger says /app/src/index.js
      api says /go/src/api/main.go
      pay says /app/node_modules/express/index.js
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    pay says /app/src/index.js → /w/pay/src/index.js exact by compose.yaml
    Pay says /app/libs/tax.js → /w/libs/tax.js exact by compose.yaml
    shop-orders says /app/src/index.js → /w/orders/src/index.js exact by the Dockerfile
    shop-orders says /app/server.js → /w/orders/dist/server.js exact by the Dockerfile
    shop-orders says /src/src/index.js → /w/orders/src/index.js exact by the Dockerfile
    orders says /app/src/index.js → /w/orders/src/index.js medium by the last 2 parts of its path and the service folder
    stranger says /app/src/index.js → ambiguous
    api says /go/src/api/main.go → /w/api/main.go exact by the Dockerfile
    pay says /app/node_modules/express/index.js → foreign
    "
  `);
});

test('devcontainers', async () => {
  const texts = {
    ...empty('/w/shop/src/index.ts', '/w/shop/lib/a.ts', '/w/shop/old/lib/a.ts'),
    '/w/shop/.devcontainer/node/devcontainer.json': `{"workspaceFolder": "/workspaces/\${localWorkspaceFolderBasename}"}`,
    '/w/shop/.devcontainer/devcontainer.json':
      '{"dockerComposeFile": "docker-compose.yml", "service": "app"}',
    '/w/shop/.devcontainer/docker-compose.yml': 'services: { app: { volumes: ["..:/code"] } }',
  };
  expect(
    await mapped(
      texts,
      '/workspaces/shop/src/index.ts\n/workspaces/shop/lib/a.ts\n/code/lib/a.ts\napp says /code/lib/a.ts\n/workspaces/other/src/index.ts',
      { folders: ['/w/shop'] },
    ),
  ).toMatchInlineSnapshot(`
    "
    /workspaces/shop/src/index.ts → /w/shop/src/index.ts high by devcontainer.json
    /workspaces/shop/lib/a.ts → /w/shop/lib/a.ts medium by devcontainer.json
    /code/lib/a.ts → /w/shop/lib/a.ts medium by the last 2 parts of its path and the mounts of containers
    app says /code/lib/a.ts → /w/shop/lib/a.ts exact by docker-compose.yml
    /workspaces/other/src/index.ts → /w/shop/src/index.ts medium by the last 2 parts of its path
    "
  `);
});

test('build output is found in its project', async () => {
  const texts = empty(
    '/w/a/package.json',
    '/w/a/dist/server.js',
    '/w/a/dist/deep/rare.js',
    '/w/b/package.json',
    '/w/b/dist/server.js',
    '/w/b/src/server.ts',
    '/w/a/vendor/dist/x.js',
  );
  expect(
    await mapped(
      texts,
      `
      /app/dist/server.js
      b says /app/dist/server.js
      /srv/b/dist/server.js
      /app/dist/deep/rare.js
      /app/dist/gone.js
      /app/vendor/dist/x.js
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    /app/dist/server.js → ambiguous
    b says /app/dist/server.js → /w/b/dist/server.js medium by the last 2 parts of its path and the service folder
    /srv/b/dist/server.js → /w/b/dist/server.js high by the last 3 parts of its path
    /app/dist/deep/rare.js → /w/a/dist/deep/rare.js high by the last 3 parts of its path
    /app/dist/gone.js → unknown
    /app/vendor/dist/x.js → foreign
    "
  `);
});

test('what one path of a service says holds for its others, whatever came first', async () => {
  const texts = empty(
    ...['pay', 'orders'].flatMap((name) => [
      `/w/${name}/src/index.ts`,
      `/w/${name}/src/app.ts`,
      `/w/${name}/src/db/pool.ts`,
    ]),
    ...[
      '/w/pay/src/charge.ts',
      '/w/pay/src/refund.ts',
      '/w/orders/src/order/place.ts',
      '/w/orders/src/cart.ts',
    ],
    ...['/w/libs/src/money/round.ts', '/w/pay/dist/charge.js'],
  );
  const index = 'p says /app/src/index.ts';
  expect(
    await mapped(
      texts,
      `
      ${index}
      p says /app/src/charge.ts
      ${index}
      p says /app/src/refund.ts
      ${index}
      p says /app/src/db/pool.ts
      p says /app/dist/charge.js
      p says /app/src/money/round.ts
      q says /app/src/index.ts
      q says /app/src/cart.ts
      q says /srv/src/index.ts
      q says /app/src/app.ts
      unknown_service:node says /app/src/charge.ts
      unknown_service:node says /app/src/index.ts
      both says /app/src/charge.ts
      both says /app/src/refund.ts
      both says /app/src/cart.ts
      both says /app/src/order/place.ts
      both says /app/src/index.ts
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    p says /app/src/index.ts → ambiguous
    p says /app/src/charge.ts → /w/pay/src/charge.ts high by the last 2 parts of its path
    p says /app/src/index.ts → /w/pay/src/index.ts medium by the last 2 parts of its path and the service paths
    p says /app/src/refund.ts → /w/pay/src/refund.ts high by the last 2 parts of its path
    p says /app/src/index.ts → /w/pay/src/index.ts high by the last 2 parts of its path and the service paths
    p says /app/src/db/pool.ts → /w/pay/src/db/pool.ts high by the last 3 parts of its path and the service paths
    p says /app/dist/charge.js → /w/pay/dist/charge.js high by the file name and the service paths
    p says /app/src/money/round.ts → /w/libs/src/money/round.ts medium by the last 3 parts of its path, though the program seems to lie elsewhere
    q says /app/src/index.ts → ambiguous
    q says /app/src/cart.ts → /w/orders/src/cart.ts high by the last 2 parts of its path
    q says /srv/src/index.ts → ambiguous
    q says /app/src/app.ts → /w/orders/src/app.ts medium by the last 2 parts of its path and the service paths
    unknown_service:node says /app/src/charge.ts → /w/pay/src/charge.ts high by the last 2 parts of its path
    unknown_service:node says /app/src/index.ts → ambiguous
    both says /app/src/charge.ts → /w/pay/src/charge.ts high by the last 2 parts of its path
    both says /app/src/refund.ts → /w/pay/src/refund.ts high by the last 2 parts of its path
    both says /app/src/cart.ts → /w/orders/src/cart.ts medium by the last 2 parts of its path, though the program seems to lie elsewhere
    both says /app/src/order/place.ts → /w/orders/src/order/place.ts high by the last 3 parts of its path
    both says /app/src/index.ts → ambiguous
    "
  `);
});

test('modules of Go', async () => {
  const texts = {
    ...empty(
      '/w/api/pkg/store.go',
      '/w/api/main.go',
      '/w/api/tools/gen.go',
      '/w/other/pkg/store.go',
      '/w/net/http/server.go',
    ),
    '/w/api/go.mod': 'module github.com/acme/app\n',
    '/w/api/tools/go.mod': 'module github.com/acme/app/tools\n',
    '/w/other/go.mod': 'module example.com/other // old\n',
  };
  expect(
    await mapped(
      texts,
      `
      github.com/acme/app/pkg/store.go
      github.com/acme/app/main.go
      github.com/acme/app/tools/gen.go
      github.com/acme/app/pkg/gone.go
      example.com/other/pkg/store.go
      github.com/acme/app@v1.2.3/pkg/store.go
      github.com/else/app/pkg/store.go
      gopkg.in/yaml.v3/pkg/store.go
      /build/pkg/store.go
      `,
    ),
  ).toMatchInlineSnapshot(`
    "
    github.com/acme/app/pkg/store.go → /w/api/pkg/store.go exact
    github.com/acme/app/main.go → /w/api/main.go exact
    github.com/acme/app/tools/gen.go → /w/api/tools/gen.go exact
    github.com/acme/app/pkg/gone.go → unknown
    example.com/other/pkg/store.go → /w/other/pkg/store.go exact
    github.com/acme/app@v1.2.3/pkg/store.go → foreign
    github.com/else/app/pkg/store.go → foreign
    gopkg.in/yaml.v3/pkg/store.go → foreign
    /build/pkg/store.go → ambiguous
    "
  `);
});

test('crates of a Cargo workspace', async () => {
  const texts = {
    ...empty(
      '/w/one/shop/src/main.rs',
      '/w/one/lib/src/lib.rs',
      '/w/two/src/main.rs',
      '/w/three/src/main.rs',
      '/w/two/src/rare.rs',
    ),
    '/w/one/Cargo.toml': '[workspace]\nmembers = ["shop", "lib"]\n',
    '/w/one/shop/Cargo.toml': '[package]\nname = "shop-api"\n',
    '/w/one/lib/Cargo.toml': '[package]\nname = "lib"\n[[bin]]\nname = "lib-tool"\n',
    '/w/two/Cargo.toml': '[package]\nname = "two"\n',
    '/w/three/Cargo.toml': '[package]\nname = "three"\n[workspace]\n',
  };
  const ask = (paths: string, crate?: string): Promise<string> =>
    mapped(texts, paths, { hints: { crate } as Partial<PathHints> });
  expect(await ask('shop/src/main.rs\nlib/src/lib.rs', 'shop_api')).toMatchInlineSnapshot(`
    "
    shop/src/main.rs → /w/one/shop/src/main.rs exact
    lib/src/lib.rs → /w/one/lib/src/lib.rs exact
    "
  `);
  expect(await ask('src/main.rs', 'two')).toMatchInlineSnapshot(`
    "
    src/main.rs → /w/two/src/main.rs exact
    "
  `);
  expect(await ask('src/main.rs\nsrc/rare.rs\nshop/src/main.rs')).toMatchInlineSnapshot(`
    "
    src/main.rs → ambiguous
    src/rare.rs → /w/two/src/rare.rs high by the last 2 parts of its path
    shop/src/main.rs → /w/one/shop/src/main.rs high by the last 3 parts of its path
    "
  `);
  expect(await ask('src/main.rs\nlib/src/lib.rs', 'stranger')).toMatchInlineSnapshot(`
    "
    src/main.rs → ambiguous
    lib/src/lib.rs → /w/one/lib/src/lib.rs medium by the last 3 parts of its path, though the program seems to lie elsewhere
    "
  `);
});

test('files that say which package they are of', async () => {
  const texts = {
    '/w/a/src/main/java/com/acme/Foo.java': '// c\npackage com.acme;\nclass Foo {}\n',
    '/w/b/src/main/java/org/other/Foo.java': 'package org.other;\n',
    '/w/a/src/main/kotlin/shop/Bar.kt': 'package com.acme.shop\n',
    '/w/a/src/main/java/com/acme/Twice.java': 'package com.acme;\n',
    '/w/b/src/main/java/com/acme/Twice.java': 'package com.acme;\n',
    '/w/php/app/Http/Kernel.php': '<?php\n\nnamespace App\\Http;\n',
    '/w/php/old/Kernel.php': '<?php namespace Old;',
    '/w/app/Main.java': '// package no\nclass Main {}\n',
    '/w/b/src/main/java/com/acme/Late.java': '/* x */\n\n  package com.acme; // of b\n',
  };
  const ask = (path: string, typeName: string, more: Partial<PathHints> = {}): Promise<string> =>
    mapped(texts, path, { hints: { typeName, ...more } });
  const answers = [
    await ask('Foo.java', 'com.acme.Foo'),
    await ask('Foo.java', 'com.acme.Foo$Inner.run'),
    await ask('Foo.java', 'net.library.Foo'),
    await ask('Foo.java', ''),
    await ask('com/acme/Foo.java', 'com.acme.Foo'),
    await ask('Bar.kt', 'com.acme.shop.BarKt'),
    await ask('com/acme/shop/Bar.kt', ''),
    await ask('Twice.java', 'com.acme.Twice'),
    await ask('b says Twice.java', 'com.acme.Twice', { service: 'b' }),
    await ask('Twice.java', 'com.acme.Twice', { codeSource: 'file:/w/b/target/classes/' }),
    await ask('com/acme/Foo.java', '', { codeSource: '/home/me/.m2/repository/com/acme/foo.jar' }),
    await ask('Kernel.php', 'App\\Http\\Kernel::handle'),
    await ask('Kernel.php', 'Illuminate\\Kernel'),
    await ask('Main.java', 'Main.run'),
    await ask('Foo.java', 'Foo'),
    await ask('Late.java', 'com.acme.Late'),
  ];
  expect(`\n${answers.map((one) => one.trim()).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    Foo.java → /w/a/src/main/java/com/acme/Foo.java exact
    Foo.java → /w/a/src/main/java/com/acme/Foo.java exact
    Foo.java → foreign
    Foo.java → ambiguous
    com/acme/Foo.java → /w/a/src/main/java/com/acme/Foo.java exact
    Bar.kt → /w/a/src/main/kotlin/shop/Bar.kt exact
    com/acme/shop/Bar.kt → /w/a/src/main/kotlin/shop/Bar.kt exact
    Twice.java → ambiguous
    b says Twice.java → /w/b/src/main/java/com/acme/Twice.java medium by the file name and the service folder
    Twice.java → /w/b/src/main/java/com/acme/Twice.java exact
    com/acme/Foo.java → foreign
    Kernel.php → /w/php/app/Http/Kernel.php exact
    Kernel.php → foreign
    Main.java → /w/app/Main.java exact
    Foo.java → ambiguous
    Late.java → /w/b/src/main/java/com/acme/Late.java exact
    "
  `);
});

test('relative paths follow where the program ran', async () => {
  const texts = empty(
    '/w/a/app/main.py',
    '/w/b/app/main.py',
    '/w/b/backend/jobs/run.py',
    '/w/c/jobs/run.py',
    '/w/lib/tool.py',
  );
  const ask = (path: string, hints: Partial<PathHints>): Promise<string> => mapped(texts, path, { hints });
  const answers = [
    await ask('app/main.py', {}),
    await ask('app/main.py', { directories: ['/w/b'] }),
    await ask('main.py', { directories: ['/w/b/app'] }),
    await ask('../lib/tool.py', { directories: ['/w/b'] }),
    await ask('app/main.py', { directories: ['/srv/b'] }),
    await ask('app/main.py', { directories: ['/srv'] }),
    await ask('app/main.py', { directories: ['relative'] }),
    await ask('jobs/run.py', { rootPath: 'backend' }),
    await ask('jobs/run.py', { rootPath: '../..' }),
    await ask('jobs/run.py', { directories: ['/usr/lib/python3/dist-packages'] }),
    await ask('jobs/run.py', { workspaceFolder: '/w/c' }),
    await ask('../../etc/passwd', { directories: ['/w'] }),
  ];
  expect(`\n${answers.map((one) => one.trim()).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    app/main.py → ambiguous
    app/main.py → /w/b/app/main.py exact
    main.py → /w/b/app/main.py exact
    ../lib/tool.py → /w/lib/tool.py exact
    app/main.py → /w/b/app/main.py high by the last 3 parts of its path
    app/main.py → ambiguous
    app/main.py → ambiguous
    jobs/run.py → /w/b/backend/jobs/run.py high by the last 3 parts of its path
    jobs/run.py → ambiguous
    jobs/run.py → ambiguous
    jobs/run.py → /w/c/jobs/run.py medium by the last 2 parts of its path and the launched folder
    ../../etc/passwd → unknown
    "
  `);
});

test('Windows and its Linux', async () => {
  const inLinux = empty('/mnt/c/work/shop/src/a.ts', '/home/me/pay/src/b.ts');
  expect(
    await mapped(
      inLinux,
      `
      C:\\work\\shop\\src\\a.ts
      c:/work/shop/src/a.ts
      file:///C:/work/shop/src/a.ts
      /mnt/c/work/shop/src/a.ts
      \\\\wsl$\\Ubuntu\\home\\me\\pay\\src\\b.ts
      \\\\wsl.localhost\\Ubuntu\\home\\me\\pay\\src\\b.ts
      file://wsl.localhost/Ubuntu/home/me/pay/src/b.ts
      file://wsl%24/Ubuntu/home/me/pay/src/b.ts
      C:\\work\\shop\\src\\gone.ts
      `,
      { folders: ['/mnt/c/work/shop', '/home/me/pay'] },
    ),
  ).toMatchInlineSnapshot(`
    "
    C:\\work\\shop\\src\\a.ts → /mnt/c/work/shop/src/a.ts exact
    c:/work/shop/src/a.ts → /mnt/c/work/shop/src/a.ts exact
    file:///C:/work/shop/src/a.ts → /mnt/c/work/shop/src/a.ts exact
    /mnt/c/work/shop/src/a.ts → /mnt/c/work/shop/src/a.ts exact
    \\\\wsl$\\Ubuntu\\home\\me\\pay\\src\\b.ts → /home/me/pay/src/b.ts exact
    \\\\wsl.localhost\\Ubuntu\\home\\me\\pay\\src\\b.ts → /home/me/pay/src/b.ts exact
    file://wsl.localhost/Ubuntu/home/me/pay/src/b.ts → /home/me/pay/src/b.ts exact
    file://wsl%24/Ubuntu/home/me/pay/src/b.ts → /home/me/pay/src/b.ts high by the last 4 parts of its path
    C:\\work\\shop\\src\\gone.ts → unknown
    "
  `);
  const share = '\\\\wsl.localhost\\Ubuntu\\home\\me\\pay';
  const inWindows = empty('C:\\work\\shop\\src\\a.ts', `${share}\\src\\b.ts`);
  expect(
    await mapped(
      inWindows,
      `
      /mnt/c/work/shop/src/a.ts
      /mnt/C/work/shop/src/a.ts
      /home/me/pay/src/b.ts
      \\\\wsl$\\Ubuntu\\home\\me\\pay\\src\\b.ts
      \\\\WSL.LOCALHOST\\ubuntu\\home\\me\\pay\\src\\b.ts
      vscode-remote://wsl+Ubuntu/home/me/pay/src/b.ts
      `,
      { folders: ['C:\\work\\shop', share], ignoresCase: true },
    ),
  ).toMatchInlineSnapshot(`
    "
    /mnt/c/work/shop/src/a.ts → C:\\work\\shop\\src\\a.ts exact
    /mnt/C/work/shop/src/a.ts → C:\\work\\shop\\src\\a.ts exact
    /home/me/pay/src/b.ts → \\\\wsl.localhost\\Ubuntu\\home\\me\\pay\\src\\b.ts exact
    \\\\wsl$\\Ubuntu\\home\\me\\pay\\src\\b.ts → \\\\wsl.localhost\\Ubuntu\\home\\me\\pay\\src\\b.ts exact
    \\\\WSL.LOCALHOST\\ubuntu\\home\\me\\pay\\src\\b.ts → \\\\wsl.localhost\\Ubuntu\\home\\me\\pay\\src\\b.ts exact
    vscode-remote://wsl+Ubuntu/home/me/pay/src/b.ts → foreign
    "
  `);
});

test('a rule that stands in a file is forgotten with it', async () => {
  const files = new MemoryFiles({ ...empty('/w/a/src/index.ts', '/w/b/src/index.ts') });
  const knowledge = new PathKnowledge(files);
  const mapper = new PathMapper(files, knowledge);
  const changes: unknown[] = [];
  knowledge.onDidChange((service) => changes.push(service));
  expect((await mapper.map('/app/src/index.ts', 'a1')).type).toBe('ambiguous');
  await files.save('/w/compose.yml', 'services: { a1: { volumes: ["./a:/app"] } }');
  expect(await mapper.map('/app/src/index.ts', 'a1')).toMatchObject({
    type: 'mapped',
    path: '/w/a/src/index.ts',
  });
  await files.save('/w/compose.yml');
  expect((await mapper.map('/app/src/index.ts', 'a1')).type).toBe('ambiguous');
  knowledge.setUser({ mappings: { '': { '/app': 'b' } } });
  expect(await mapper.map('/app/src/index.ts', 'a1')).toMatchObject({
    type: 'mapped',
    path: '/w/b/src/index.ts',
  });
  expect(changes).toEqual([undefined, undefined, undefined]);
});
