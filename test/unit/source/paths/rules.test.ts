import { expect, test } from 'vitest';
import { cratePackage } from '../../../../src/source/imports/rustImports.ts';
import { composeServices } from '../../../../src/source/paths/composeRules.ts';
import { devcontainerRules } from '../../../../src/source/paths/devcontainerRules.ts';
import { dockerfileRules } from '../../../../src/source/paths/dockerfileRules.ts';
import { launchRules } from '../../../../src/source/paths/launchRules.ts';
import { mappingFrom, type PrefixRule, ruleFromChoice } from '../../../../src/source/paths/prefixRule.ts';
import { readYaml } from '../../../../src/source/paths/readYaml.ts';
import { settingRules } from '../../../../src/source/paths/settingRules.ts';

/** `remote → folder (service, …)`, a line each. */
function picture(rules: readonly Pick<PrefixRule, 'remote' | 'folder'>[] | readonly PrefixRule[]): string {
  const lines = rules.map((rule) => {
    const services = 'services' in rule && rule.services.length > 0 ? ` (${rule.services.join(', ')})` : '';
    return `${rule.remote} → ${rule.folder}${services}`;
  });
  return `\n${lines.join('\n')}\n`;
}

test('a mapping from a wrong path and the right file', () => {
  const lines = [
    ['/app/src/a.ts', '/w/shop/pay/src/a.ts'],
    ['/app/src/a.ts', '/w/shop/src/a.ts'],
    ['/w/shop/src/a.ts', '/w/shop/src/a.ts'],
    ['/app/main.py', '/w/shop/main.py'],
    ['/app/src/a.ts', '/elsewhere/src/a.ts'],
    ['C:\\build\\src\\a.ts', '/w/shop/src/a.ts'],
    ['file:///app/src/a%20b.ts', '/w/shop/lib/a b.ts'],
    ['old/src/a.ts', '/w/shop/new/src/a.ts'],
    ['src/a.ts', '/w/shop/pay/src/a.ts'],
    ['/app/src/a.ts', '/w/shop/src/b.ts'],
    ['/a.ts', '/w/shop/a.ts'],
    ['<stdin>', '/w/shop/a.ts'],
    ['', '/w/shop/a.ts'],
  ].map(([remote = '', local = '']) => {
    const mapping = mappingFrom(remote, local, '/w/shop');
    return `${remote} is ${local}: ${mapping === undefined ? 'nothing' : `${mapping.remote} → ${mapping.local}`}`;
  });
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    /app/src/a.ts is /w/shop/pay/src/a.ts: /app → \${workspaceFolder}/pay
    /app/src/a.ts is /w/shop/src/a.ts: /app → \${workspaceFolder}
    /w/shop/src/a.ts is /w/shop/src/a.ts: nothing
    /app/main.py is /w/shop/main.py: /app → \${workspaceFolder}
    /app/src/a.ts is /elsewhere/src/a.ts: /app → /elsewhere
    C:\\build\\src\\a.ts is /w/shop/src/a.ts: c:/build → \${workspaceFolder}
    file:///app/src/a%20b.ts is /w/shop/lib/a b.ts: /app/src → \${workspaceFolder}/lib
    old/src/a.ts is /w/shop/new/src/a.ts: old → \${workspaceFolder}/new
    src/a.ts is /w/shop/pay/src/a.ts: nothing
    /app/src/a.ts is /w/shop/src/b.ts: nothing
    /a.ts is /w/shop/a.ts: / → \${workspaceFolder}
    <stdin> is /w/shop/a.ts: nothing
     is /w/shop/a.ts: nothing
    "
  `);
  expect(mappingFrom('/app/src/a.ts', 'C:\\w\\pay\\src\\a.ts', 'C:\\w')).toEqual({
    remote: '/app',
    local: `\${workspaceFolder}\\pay`,
  });
  expect(ruleFromChoice('pay', '/app/src/a.ts', '/w/shop/pay/src/a.ts')).toEqual({
    remote: '/app',
    folder: '/w/shop/pay',
    services: ['pay'],
    from: 'your choice',
  });
});

test('the setting, with folders by name, relative ones, and what says nothing', () => {
  const mappings = {
    '/app': `\${workspaceFolder}/pay`,
    '/lib': [`\${workspaceFolder:shared}`, './lib/'],
    '/abs': '/else/where/../x/',
    '/env': `\${env:HOME}/x`,
    '/gone': `\${workspaceFolder:gone}`,
    '/empty': '',
    '/number': 3,
    '/home': `\${workspaceFolder}`,
  };
  expect(picture(settingRules(mappings, '/w/shop', ['/w/shop', '/w/shared']))).toMatchInlineSnapshot(`
    "
    /app → /w/shop/pay
    /lib → /w/shared
    /lib → /w/shop/lib
    /abs → /else/x
    /home → /w/shop
    "
  `);
});

test('launch.json, in every form that debuggers have', () => {
  const text = `{
    // As people write it.
    "configurations": [
      { "type": "node", "remoteRoot": "/app", "localRoot": "\${workspaceFolder}/api" },
      { "type": "node", "remoteRoot": "/usr/src/app", },
      { "type": "debugpy", "pathMappings": [{ "localRoot": "\${workspaceFolder}/py", "remoteRoot": "/code" }],
        "env": { "OTEL_SERVICE_NAME": "billing" } },
      { "type": "php", "pathMappings": { "/var/www/html": "\${workspaceRoot}/php" } },
      { "type": "php", "serverSourceRoot": "/srv/www", "localSourceRoot": "www" },
      { "type": "go", "substitutePath": [{ "from": "\${workspaceFolder}", "to": "github.com/acme/app" },
        { "from": "/build", "to": "\${workspaceFolder}/go" }] },
      { "type": "go", "remotePath": "/go/src/shop" },
      { "type": "coreclr", "sourceFileMap": { "/src": "\${workspaceFolder}/net" } },
      { "type": "cppdbg", "sourceFileMap": { "/c": { "editorPath": "\${workspaceFolder}/c", "useForBreakpoints": true } } },
      { "type": "chrome", "webRoot": "\${workspaceFolder}", "pathMappings": { "/": "\${webRoot}" } },
      { "type": "node", "remoteRoot": "\${input:remote}", "localRoot": "\${workspaceFolder}" },
      { "type": "node", "remoteRoot": 3 }, null, 7, "x"
    ]
  }`;
  expect(picture(launchRules(text, '/w', ['/w']))).toMatchInlineSnapshot(`
    "
    /app → /w/api
    /usr/src/app → /w
    /code → /w/py (billing)
    /var/www/html → /w/php
    /srv/www → /w/www
    github.com/acme/app → /w
    /build → /w/go
    /go/src/shop → /w
    /src → /w/net
    /c → /w/c
    "
  `);
  for (const broken of ['', '{', '[]', '{"configurations": {}}', 'null', '\u0000']) {
    expect(launchRules(broken, '/w', ['/w'])).toEqual([]);
  }
});

test('devcontainer.json', () => {
  const of = (text: string): string => {
    const { rules, composeFiles } = devcontainerRules(text, '/w/shop');
    return `${picture(rules)}${composeFiles.join(' ')}`;
  };
  expect(of('{ "image": "node" /* plain */ }')).toMatchInlineSnapshot(`
    "
    /workspaces/shop → /w/shop
    "
  `);
  expect(of('{ "workspaceFolder": "/work" }')).toMatchInlineSnapshot(`
    "
    /work → /w/shop
    "
  `);
  expect(
    of(`{
      "workspaceFolder": "/work/shop/api",
      "workspaceMount": "source=\${localWorkspaceFolder},target=/work/\${localWorkspaceFolderBasename},type=bind,consistency=cached",
      "mounts": ["source=cache,target=/cache,type=volume", { "source": "\${localWorkspaceFolder}/x", "target": "/x", "type": "bind" },
        "source=\${localEnv:HOME}/.ssh,target=/ssh,type=bind"]
    }`),
  ).toMatchInlineSnapshot(`
    "
    /work/shop → /w/shop
    /x → /w/shop/x
    "
  `);
  expect(
    of('{ "dockerComposeFile": ["../compose.yml", "extra.yml"], "service": "app" }'),
  ).toMatchInlineSnapshot(`
    "

    ../compose.yml extra.yml"
  `);
});

test('compose files: mounts, builds, and the names that spans will have', () => {
  const text = `
x-common: &common
  environment:
    OTEL_SERVICE_NAME: \${NAME:-shop-api}
services:
  api:
    <<: *common
    build: ./api
    volumes:
      - ./api:/app:ro
      - /app/node_modules
      - data:/data
      - ../shared:/app/shared
      - \${PWD}/tools:/tools
      - ~/.aws:/aws
      - \${SRC:-./src}:/src
  worker:
    container_name: shop-worker
    build: { context: ., dockerfile: worker/Dockerfile }
    volumes:
      - { type: bind, source: ./worker, target: /code }
      - { type: volume, source: x, target: /x }
  list:
    environment: [A=1, "OTEL_RESOURCE_ATTRIBUTES=deployment.environment=dev,service.name=listed"]
    build: { dockerfile: ../Other.Dockerfile }
  remote:
    build: https://github.com/acme/app.git
    volumes: 7
  empty:
`;
  const services = composeServices(readYaml(text), '/w/deploy/compose.yml');
  const lines = services.map(({ names, mounts, build }) => {
    const made = build === undefined ? '' : ` built from ${build.context} by ${build.dockerfile}`;
    return `${names.join(', ')}${made}${picture(mounts)}`;
  });
  expect(`\n${lines.join('\n')}`).toMatchInlineSnapshot(`
    "
    shop-api built from /w/deploy/api by /w/deploy/api/Dockerfile
    /app → /w/deploy/api (shop-api)
    /app/shared → /w/shared (shop-api)
    /tools → /w/deploy/tools (shop-api)
    /src → /w/deploy/src (shop-api)

    worker, shop-worker built from /w/deploy by /w/deploy/worker/Dockerfile
    /code → /w/deploy/worker (worker, shop-worker)

    listed built from /w/deploy by /w/Other.Dockerfile


    remote


    empty

    "
  `);
  for (const broken of ['', 'a: [', 'services: 3', '- x', 'services: {a: *gone}', '!!js/function x']) {
    expect(composeServices(readYaml(broken), '/w/compose.yml')).toEqual([]);
  }
});

test('a Dockerfile: folders, files, stages, variables', () => {
  const text = `
# syntax=docker/dockerfile:1
ARG HOME=/srv
FROM node:22 AS build
ENV APP=/usr/src/app OTHER="x y"
WORKDIR $APP
COPY package*.json ./
COPY --chown=node:node src \\
  ./src
COPY ["tsconfig.json", "lib/", "./"]
RUN npm ci && npm run build
FROM build AS test
WORKDIR tests
COPY ./tests .
FROM node:22-slim
WORKDIR /app
COPY --from=build /usr/src/app/dist ./dist
COPY --from=build /usr/src/app/src /app/source/
COPY --from=build \${APP}/lib /app/notSet/
COPY --from=busybox /bin/sh /bin/sh
ADD https://example.com/x.tar /x
COPY $UNKNOWN /y
COPY . .
`;
  expect(picture(dockerfileRules(text, '/w/api'))).toMatchInlineSnapshot(`
    "
    /usr/src/app → /w/api
    /usr/src/app/src → /w/api/src
    /usr/src/app/src/src → /w/api/src
    /usr/src/app → /w/api/tsconfig.json
    /usr/src/app/tsconfig.json → /w/api/tsconfig.json
    /usr/src/app → /w/api/lib
    /usr/src/app/lib → /w/api/lib
    /usr/src/app/tests → /w/api/tests
    /usr/src/app/tests/tests → /w/api/tests
    /app/dist → /w/api/dist
    /app/dist/dist → /w/api/dist
    /app/source → /w/api/src
    /app/source/src → /w/api/src
    /app → /w/api
    "
  `);
});

test('absurd files are read at once', () => {
  const blank = '\n'.repeat(200_000);
  const spaces = ' '.repeat(200_000);
  for (const text of [
    blank,
    spaces,
    `COPY ${spaces}`,
    '\\\n'.repeat(100_000),
    `FROM a\n${'COPY a b\n'.repeat(50_000)}`,
  ]) {
    expect(dockerfileRules(text, '/w').length).toBeLessThan(10);
  }
  expect(launchRules('['.repeat(20_000), '/w', ['/w'])).toEqual([]);
  expect(composeServices(readYaml(`a: &a [x]\n${'b: [*a]\n'.repeat(1000)}`), '/w/c.yml')).toEqual([]);
  expect(cratePackage(`[package]${blank}name = "x"`)).toBe('x');
});
