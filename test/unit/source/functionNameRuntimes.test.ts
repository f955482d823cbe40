import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/shared/evidence.ts';
import type { CodeAttributes } from '../../../src/shared/site.ts';
import { FunctionNameRung } from '../../../src/source/functionNameRung.ts';
import type { ProvidedSymbol } from '../../../src/source/symbolProvider.ts';
import { contextOf } from './contextOf.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { pictureOf, siteOf } from './pictures.ts';
import { dedent } from './syntax/factsPicture.ts';
import { indexOf } from './syntax/indexOf.ts';

interface Question {
  readonly code?: CodeAttributes;
  readonly evidence?: Evidence;
  readonly name?: string;
  readonly service?: string;
}

/** Where the rung finds what, with one workspace for all questions. */
async function places(
  texts: Readonly<Record<string, string>>,
  questions: readonly Question[],
  provided: readonly ProvidedSymbol[] = [],
): Promise<string> {
  const files = new MemoryFiles(
    Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, dedent(text)])),
  );
  const index = indexOf(files);
  const rung = new FunctionNameRung({ find: async (name) => provided.filter((one) => one.name === name) });
  const lines: string[] = [];
  for (const { code = {}, evidence = {}, name, service } of questions) {
    const parts = { ...(name === undefined ? {} : { name }), ...(service === undefined ? {} : { service }) };
    const site = siteOf(code, { evidence, ...parts });
    const picture = pictureOf(await rung.place(site, contextOf(files, { index })));
    const asked = [
      name,
      ...Object.values(code),
      evidence.class,
      evidence.method,
      evidence['code.module.name'],
    ];
    const answer = picture.replaceAll('\n', ', ').replaceAll(' code.function.name', '');
    lines.push(`${asked.filter((one) => one !== undefined).join(' ')} → ${answer}`);
  }
  index.dispose();
  return `\n${lines.join('\n')}\n`;
}

function named(language: string, ...names: readonly string[]): readonly Question[] {
  return names.map((functionName) => ({
    code: { functionName },
    evidence: { 'telemetry.sdk.language': language },
  }));
}

test('Java', async () => {
  const texts = {
    '/w/src/main/java/com/acme/Orders.java': `
      package com.acme;
      class Orders {
        Orders() {}
        void place() { run(() -> 1); }
        void place(String id) {}
        @WithSpan void pay(int a) {}
        void pay(String b) {}
        void start() { new Thread(new Runnable() { public void run() {} }).start(); }
        static class Inner { void go() {} }
      }
    `,
    '/w/src/main/java/com/other/Orders.java':
      'package com.other;\nclass Orders { void ship() {} void go() {} }\n',
    '/w/web/orders.js': 'class Orders { ship() {} }\n',
  };
  const questions = named(
    'java',
    'com.acme.Orders.place',
    'com.acme.Orders.pay',
    'com.acme.Orders$Inner.go',
    'com.acme.Orders$1.run',
    'com.acme.Orders.lambda$pay$0',
    'com.acme.Orders$$SpringCGLIB$$0.pay',
    'com.acme.Orders$$Lambda/0x0000748ae4149c00.apply',
    'com.acme.Orders.<init>',
    'com.acme.Orders.ship',
    'com.other.Orders.ship',
    'Orders.ship',
    'com.zaxxer.hikari.HikariDataSource.getConnection',
    'com.missing.Orders.ship',
  );
  const more: readonly Question[] = [
    { code: { namespace: 'com.other.Orders', functionName: 'go' } },
    { evidence: { class: 'com.other.Orders', method: 'ship' } },
    { evidence: { method: 'GET' } },
  ];
  expect(await places(texts, [...questions, ...more])).toMatchInlineSnapshot(`
    "
    com.acme.Orders.place → /w/src/main/java/com/acme/Orders.java:4:8 low, /w/src/main/java/com/acme/Orders.java:5:8 low
    com.acme.Orders.pay → /w/src/main/java/com/acme/Orders.java:6:18 high
    com.acme.Orders$Inner.go → /w/src/main/java/com/acme/Orders.java:9:29 high
    com.acme.Orders$1.run → /w/src/main/java/com/acme/Orders.java:8:58 high
    com.acme.Orders.lambda$pay$0 → /w/src/main/java/com/acme/Orders.java:6:18 medium
    com.acme.Orders$$SpringCGLIB$$0.pay → /w/src/main/java/com/acme/Orders.java:6:18 high
    com.acme.Orders$$Lambda/0x0000748ae4149c00.apply → /w/src/main/java/com/acme/Orders.java:2:7 low
    com.acme.Orders.<init> → /w/src/main/java/com/acme/Orders.java:3:3 high
    com.acme.Orders.ship → none
    com.other.Orders.ship → /w/src/main/java/com/other/Orders.java:2:21 high
    Orders.ship → /w/src/main/java/com/other/Orders.java:2:21 high
    com.zaxxer.hikari.HikariDataSource.getConnection → none
    com.missing.Orders.ship → none
    com.other.Orders go → /w/src/main/java/com/other/Orders.java:2:36 high
    com.other.Orders ship → /w/src/main/java/com/other/Orders.java:2:21 high
    GET → none
    "
  `);
});

test('Go', async () => {
  const texts = {
    '/w/shop/go.mod': 'module github.com/acme/shop\n\ngo 1.22\n',
    '/w/shop/main.go': `
      package main

      type Server struct{}

      func (s *Server) Get() {}

      func Get() {}

      func main() { go func() {}() }

      func chargeOrder() {}
    `,
    '/w/shop/orders/store.go': `
      package orders

      type Store[T any] struct{}

      func (s *Store[T]) Save() {}

      func Charge() {}
    `,
    '/w/other/orders/store.go': 'package orders\n\nfunc Charge() {}\n',
  };
  expect(
    await places(
      texts,
      named(
        'go',
        'main.(*Server).Get',
        'main.(*Server).Get-fm',
        'main.Get',
        'main.main.func1',
        'main.main.chargeOrder.func7',
        'github.com/acme/shop/orders.Charge',
        'github.com/acme/shop/orders.(*Store[...]).Save.func1',
        'github.com/acme/shop/orders.Save',
        'github.com/gin-gonic/gin.(*Context).Next',
        'orders.Charge',
        'main.init.func1',
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    main.(*Server).Get → /w/shop/main.go:5:18 high
    main.(*Server).Get-fm → /w/shop/main.go:5:18 high
    main.Get → /w/shop/main.go:7:6 high
    main.main.func1 → /w/shop/main.go:9:6 medium
    main.main.chargeOrder.func7 → /w/shop/main.go:11:6 medium
    github.com/acme/shop/orders.Charge → /w/shop/orders/store.go:7:6 high
    github.com/acme/shop/orders.(*Store[...]).Save.func1 → /w/shop/orders/store.go:5:20 medium
    github.com/acme/shop/orders.Save → none
    github.com/gin-gonic/gin.(*Context).Next → none
    orders.Charge → none
    main.init.func1 → none
    "
  `);
});

test('C#, PHP and Ruby', async () => {
  const csharp = `
    namespace Acme.Shop;
    public class Orders<T>
    {
        public Orders() { }
        public async Task ChargeAsync() { void Local() { } }
        class Nested { void Run() { } }
    }
  `;
  const php = `
    <?php
    namespace App\\Http;
    class UserController { function show() {} }
    function helper() {}
  `;
  const ruby = `
    module Shop
      class Cart
        def add; end
        def self.load; end
      end
      class CleanJob < ApplicationJob
        def perform; end
      end
      class Api < Grape::API
      end
    end
  `;
  const texts = { '/w/Orders.cs': csharp, '/w/app/Http/UserController.php': php, '/w/app/shop.rb': ruby };
  expect(
    await places(texts, [
      ...named(
        'dotnet',
        'Acme.Shop.Orders`1.<ChargeAsync>d__3.MoveNext',
        'Acme.Shop.Orders.<>c.<ChargeAsync>b__0_0',
        'Acme.Shop.Orders.<ChargeAsync>g__Local|0_0',
        'Acme.Shop.Orders+Nested.Run',
        'Acme.Shop.Orders..ctor',
        'Other.Orders.ChargeAsync',
      ),
      ...named('php', 'App\\Http\\UserController::show', 'App\\Http\\helper', 'GuzzleHttp\\Client::show'),
      ...named('ruby', 'Shop::Cart#add', 'block in Shop::Cart#add', 'Shop::Cart.load', 'Other::Cart#add'),
      {
        code: { namespace: 'Shop::Cart', functionName: 'add' },
        evidence: { 'telemetry.sdk.language': 'ruby' },
      },
      { code: { namespace: 'Shop::CleanJob' } },
      { code: { namespace: 'Shop::Api' } },
    ]),
  ).toMatchInlineSnapshot(`
    "
    Acme.Shop.Orders\`1.<ChargeAsync>d__3.MoveNext → /w/Orders.cs:5:23 high
    Acme.Shop.Orders.<>c.<ChargeAsync>b__0_0 → /w/Orders.cs:5:23 medium
    Acme.Shop.Orders.<ChargeAsync>g__Local|0_0 → /w/Orders.cs:5:44 high
    Acme.Shop.Orders+Nested.Run → /w/Orders.cs:6:25 high
    Acme.Shop.Orders..ctor → /w/Orders.cs:4:12 high
    Other.Orders.ChargeAsync → none
    App\\Http\\UserController::show → /w/app/Http/UserController.php:3:33 high
    App\\Http\\helper → /w/app/Http/UserController.php:4:10 high
    GuzzleHttp\\Client::show → none
    Shop::Cart#add → /w/app/shop.rb:3:9 high
    block in Shop::Cart#add → /w/app/shop.rb:3:9 medium
    Shop::Cart.load → /w/app/shop.rb:4:14 high
    Other::Cart#add → none
    Shop::Cart add → /w/app/shop.rb:3:9 high
    Shop::CleanJob → /w/app/shop.rb:7:9 medium
    Shop::Api → /w/app/shop.rb:9:9 medium
    "
  `);
});

test('Rust', async () => {
  const texts = {
    '/w/shop/Cargo.toml': '[package]\nname = "acme-shop"\n',
    '/w/shop/src/main.rs': 'mod orders;\nfn main() {}\nfn save() {}\nmod inner {\n  pub fn deep() {}\n}\n',
    '/w/shop/src/orders.rs':
      'pub struct Store;\nimpl Store {\n  pub fn save(&self) {}\n}\nfn save() {}\nfn charge() {}\n',
    '/w/shop/src/pay/mod.rs': 'fn charge() {}\n',
    '/w/shop/src/price.rs':
      'async fn price() {}\nfn all() {\n  price().instrument(info_span!("price"));\n}\n',
    '/w/other/Cargo.toml': '[package]\nname = "other"\n',
    '/w/other/src/orders.rs': 'fn charge() {}\n',
  };
  const rust = { 'telemetry.sdk.language': 'rust' } as const;
  expect(
    await places(texts, [
      ...named(
        'rust',
        'acme_shop::orders::Store::save',
        'acme_shop::orders::save',
        'acme_shop::pay::charge::{{closure}}',
        'acme_shop::inner::deep',
        '<acme_shop::orders::Store as acme_shop::Repo>::save',
        'tokio::orders::charge',
      ),
      { name: 'charge', evidence: { ...rust, 'code.module.name': 'acme_shop::orders' } },
      { name: 'charge', code: { namespace: 'other::orders' }, evidence: rust },
      { name: 'charge', evidence: { ...rust, 'code.module.name': 'tower_http::trace::make_span' } },
      { name: 'price', evidence: { ...rust, 'code.module.name': 'acme_shop::price' } },
      { name: 'charge the card', evidence: { ...rust, 'code.module.name': 'acme_shop::orders' } },
      {
        name: 'save',
        code: { filePath: 'shop/src/orders.rs', namespace: 'acme_shop::orders' },
        evidence: rust,
      },
    ]),
  ).toMatchInlineSnapshot(`
    "
    acme_shop::orders::Store::save → /w/shop/src/orders.rs:3:10 high
    acme_shop::orders::save → /w/shop/src/orders.rs:5:4 high
    acme_shop::pay::charge::{{closure}} → /w/shop/src/pay/mod.rs:1:4 medium
    acme_shop::inner::deep → /w/shop/src/main.rs:5:10 high
    <acme_shop::orders::Store as acme_shop::Repo>::save → /w/shop/src/orders.rs:3:10 high
    tokio::orders::charge → none
    charge acme_shop::orders → /w/shop/src/orders.rs:6:4 medium
    charge other::orders → /w/other/src/orders.rs:1:4 medium
    charge tower_http::trace::make_span → none
    price acme_shop::price → none
    charge the card acme_shop::orders → none
    save shop/src/orders.rs acme_shop::orders → /w/shop/src/orders.rs:5:4 medium
    "
  `);
});

test('what language servers know of other languages', async () => {
  const texts = {
    '/w/src/main/kotlin/com/acme/Foo.kt':
      'package com.acme\n\nfun bar() {}\nclass Cart {\n  fun add() {}\n}\n',
    '/w/lib/shop/cart.ex': 'defmodule Shop.Cart do\n  def add(x), do: x\nend\n',
  };
  const provided = [
    { path: '/w/src/main/kotlin/com/acme/Foo.kt', name: 'bar', containers: [], line: 3, column: 5 },
    { path: '/w/src/main/kotlin/com/acme/Foo.kt', name: 'add', containers: ['Cart'], line: 5, column: 7 },
    { path: '/w/lib/shop/cart.ex', name: 'add', containers: ['Shop.Cart'], line: 2, column: 7 },
    { path: '/elsewhere/Foo.kt', name: 'bar', containers: [], line: 3, column: 5 },
  ];
  expect(
    await places(
      texts,
      [
        ...named('java', 'com.acme.FooKt.bar', 'com.acme.Cart.add', 'com.other.FooKt.bar'),
        ...named('erlang', 'Elixir.Shop.Cart.add', 'Other.Cart.add/1'),
      ],
      provided,
    ),
  ).toMatchInlineSnapshot(`
    "
    com.acme.FooKt.bar → /w/src/main/kotlin/com/acme/Foo.kt:3:5 high
    com.acme.Cart.add → /w/src/main/kotlin/com/acme/Foo.kt:5:7 high
    com.other.FooKt.bar → none
    Elixir.Shop.Cart.add → /w/lib/shop/cart.ex:2:7 high
    Other.Cart.add/1 → none
    "
  `);
});

test('of two services that have the function, the one that the span is of', async () => {
  const main = 'package main\n\nfunc serve() {}\n';
  const texts = { '/w/cmd/pay/main.go': main, '/w/cmd/shop/main.go': main };
  const code = { functionName: 'main.serve' };
  const evidence = { 'telemetry.sdk.language': 'go' } as const;
  expect(
    await places(texts, [
      { code, evidence },
      { code, evidence, service: 'shop' },
      { code, evidence: { ...evidence, 'process.working_directory': '/w/cmd/pay' } },
    ]),
  ).toMatchInlineSnapshot(`
    "
    main.serve → none
    main.serve → /w/cmd/shop/main.go:3:6 medium
    main.serve → /w/cmd/pay/main.go:3:6 medium
    "
  `);
});
