import { expect, test } from 'vitest';
import { functionNameOf } from '../../../src/source/functionName.ts';
import type { Runtime } from '../../../src/source/functionNameParts.ts';

/** `name [in namespace]` → `[import path] outer > name > …`, with `*` where parts of the way have no name. */
function parsed(...names: string[]): string {
  return parsedAs(undefined, ...names);
}

function parsedAs(runtime: Runtime | undefined, ...names: string[]): string {
  const lines = names.map((name) => {
    const [functionName = '', namespace] = name.split(' IN ');
    const code = { functionName, ...(namespace === undefined ? {} : { namespace }) };
    const found = functionNameOf(code, runtime);
    if (found === undefined) return `${name} → nothing`;
    const path = found.packagePath === undefined ? [] : [`[${found.packagePath}]`];
    const marks = `${found.unnamed ? ' *' : ''}${found.inside ? ' > …' : ''}${found.vague ? ' anywhere' : ''}`;
    return `${name} → ${[...path, ...found.qualifiers, found.name].join(' > ')}${marks}`;
  });
  return `\n${lines.join('\n')}\n`;
}

test('names as runtimes write them', () => {
  expect(
    parsed(
      'charge',
      'async charge',
      'new Charge',
      'UserService.getUser',
      'async UserService.getUser',
      'Object.handler',
      'Timeout.runJob',
      'Function.create [as make]',
      'get Cart.total',
      'Cart.#add',
      'bound charge',
      'charge(order)',
      'shop.orders.Cart.add',
      'Foo.bar.<locals>.baz',
      'outer.<locals>.<lambda>',
      'mod.f.<locals>.<listcomp>',
      '__main__.main',
      '__main__.Cart.add',
      'add IN shop.orders.Cart',
      'shop.orders.Cart.add IN shop.orders.Cart',
      'show IN App\\Http\\UserController',
      'App\\Http\\UserController::show IN App\\Http\\UserController',
      'crate::store::load',
      'Ctx.new',
      'été',
    ),
  ).toMatchInlineSnapshot(`
    "
    charge → charge
    async charge → charge
    new Charge → Charge
    UserService.getUser → UserService > getUser
    async UserService.getUser → UserService > getUser
    Object.handler → handler
    Timeout.runJob → runJob
    Function.create [as make] → create
    get Cart.total → Cart > total
    Cart.#add → Cart > add
    bound charge → charge
    charge(order) → charge
    shop.orders.Cart.add → shop > orders > Cart > add
    Foo.bar.<locals>.baz → Foo > bar > baz
    outer.<locals>.<lambda> → outer > …
    mod.f.<locals>.<listcomp> → mod > f > …
    __main__.main → main
    __main__.Cart.add → Cart > add
    add IN shop.orders.Cart → shop > orders > Cart > add
    shop.orders.Cart.add IN shop.orders.Cart → shop > orders > Cart > add
    show IN App\\Http\\UserController → App > Http > UserController > show
    App\\Http\\UserController::show IN App\\Http\\UserController → App > Http > UserController > show
    crate::store::load → crate > store > load
    Ctx.new → Ctx > new
    été → été
    "
  `);
});

test('what names nothing', () => {
  expect(
    parsed(
      '',
      '   ',
      '<anonymous>',
      'Object.<anonymous>',
      '<module>',
      'shop.orders.<module>',
      '<lambda>',
      'Layer.<computed>',
      'Checkout works: a scenario',
      'a b',
      '../../etc/passwd',
      'x'.repeat(1001),
      '.*',
    ).replaceAll(/x{9,}/g, 'x…'),
  ).toMatchInlineSnapshot(`
    "
     → nothing
        → nothing
    <anonymous> → nothing
    Object.<anonymous> → nothing
    <module> → nothing
    shop.orders.<module> → nothing
    <lambda> → nothing
    Layer.<computed> → nothing
    Checkout works: a scenario → nothing
    a b → nothing
    ../../etc/passwd → etc > passwd
    x… → nothing
    .* → nothing
    "
  `);
});

test('Go', () => {
  expect(
    parsed(
      'main.main.func1',
      'main.(*Server).Get',
      'main.(*Server).Get.func1.2',
      'main.(*Server).Get-fm',
      'main.Cart.Total',
      'github.com/acme/shop/orders.Charge',
      'github.com/acme/shop/orders.(*Store).Save',
      'github.com/acme/shop/v2.(*List[...]).Add',
      'gopkg.in/yaml%2ev3.Unmarshal',
      'main.main.chargeOrder.func7',
      'main.main.(*Store).Save.func3',
      'main.Cart.Total.func1',
      'main.run.func2.deferwrap1',
      'main.glob..func1',
    ),
  ).toMatchInlineSnapshot(`
    "
    main.main.func1 → [main] > main > …
    main.(*Server).Get → [main] > Server > Get
    main.(*Server).Get.func1.2 → [main] > Server > Get > …
    main.(*Server).Get-fm → [main] > Server > Get
    main.Cart.Total → main > Cart > Total
    github.com/acme/shop/orders.Charge → [github.com/acme/shop/orders] > Charge
    github.com/acme/shop/orders.(*Store).Save → [github.com/acme/shop/orders] > Store > Save
    github.com/acme/shop/v2.(*List[...]).Add → [github.com/acme/shop/v2] > List > Add
    gopkg.in/yaml%2ev3.Unmarshal → [gopkg.in/yaml.v3] > Unmarshal
    main.main.chargeOrder.func7 → [main] > main > chargeOrder * > …
    main.main.(*Store).Save.func3 → [main] > Store > Save > …
    main.Cart.Total.func1 → [main] > Cart > Total * > …
    main.run.func2.deferwrap1 → [main] > run > …
    main.glob..func1 → nothing
    "
  `);
  expect(
    parsedAs(
      'go',
      'main.handler',
      'orders.Store.Save',
      'handler',
      'Save IN main',
      'shop/orders.Charge',
      'shop/orders.Map[go.shape.int,go.shape.[]string]',
      'main.run.gowrap1',
      'main.all-range1',
      'main.init.0',
      'main.init.func1',
      'main.Cart.Total',
    ),
  ).toMatchInlineSnapshot(`
      "
      main.handler → [main] > handler
      orders.Store.Save → [orders] > Store > Save
      handler → handler
      Save IN main → [main] > Save
      shop/orders.Charge → [shop/orders] > Charge
      shop/orders.Map[go.shape.int,go.shape.[]string] → [shop/orders] > Map
      main.run.gowrap1 → [main] > run > …
      main.all-range1 → [main] > all > …
      main.init.0 → [main] > init
      main.init.func1 → nothing
      main.Cart.Total → [main] > Cart > Total
      "
    `);
});

test('Java and Kotlin', () => {
  expect(
    parsed(
      'com.acme.Outer$Inner.run',
      'com.acme.Main.lambda$run$0',
      'com.acme.Main.lambda$new$3',
      'com.acme.Main.lambda$static$0',
      'com.acme.Main$1.call',
      'com.acme.Main$2Job.call',
      'com.acme.Main$$Lambda/0x0000748ae4149c00.run',
      'com.acme.Main$$Lambda$14/0x0000000800c03000.apply',
      'com.acme.UserService$$SpringCGLIB$$0.charge',
      'charge IN com.acme.UserService$$EnhancerBySpringCGLIB$$1f2a',
      'lambda$list$0 IN com.acme.Api',
      'com.acme.Main.<init>',
      'com.acme.Main.<clinit>',
      'app//com.acme.Main$Inner.run',
    ),
  ).toMatchInlineSnapshot(`
    "
    com.acme.Outer$Inner.run → com > acme > Outer > Inner > run
    com.acme.Main.lambda$run$0 → com > acme > Main > run > …
    com.acme.Main.lambda$new$3 → com > acme > Main > Main > …
    com.acme.Main.lambda$static$0 → com > acme > Main > … anywhere
    com.acme.Main$1.call → com > acme > Main > call *
    com.acme.Main$2Job.call → com > acme > Main > Job > call *
    com.acme.Main$$Lambda/0x0000748ae4149c00.run → com > acme > Main > … anywhere
    com.acme.Main$$Lambda$14/0x0000000800c03000.apply → com > acme > Main > … anywhere
    com.acme.UserService$$SpringCGLIB$$0.charge → com > acme > UserService > charge
    charge IN com.acme.UserService$$EnhancerBySpringCGLIB$$1f2a → com > acme > UserService > charge
    lambda$list$0 IN com.acme.Api → com > acme > Api > list > …
    com.acme.Main.<init> → com > acme > Main > Main
    com.acme.Main.<clinit> → com > acme > Main > … anywhere
    app//com.acme.Main$Inner.run → com > acme > Main > Inner > run
    "
  `);
  expect(
    parsedAs(
      'jvm',
      'com.acme.OrderService.place',
      'com.acme.FooKt.bar',
      'com.acme.Foo$bar$1.invokeSuspend',
      'com.acme.Foo.bar$lambda$0',
      'jdk.proxy2.$Proxy57.find',
      'com.acme.Hello_Subclass.hello',
      'place IN com.acme.OrderService',
      'com.acme.OrderService.place IN com.acme.OrderService',
      'place',
    ),
  ).toMatchInlineSnapshot(`
    "
    com.acme.OrderService.place → com > acme > OrderService > place
    com.acme.FooKt.bar → com > acme > FooKt > bar
    com.acme.Foo$bar$1.invokeSuspend → com > acme > Foo > bar * > …
    com.acme.Foo.bar$lambda$0 → com > acme > Foo > bar > …
    jdk.proxy2.$Proxy57.find → nothing
    com.acme.Hello_Subclass.hello → com > acme > Hello > hello
    place IN com.acme.OrderService → com > acme > OrderService > place
    com.acme.OrderService.place IN com.acme.OrderService → com > acme > OrderService > place
    place → place
    "
  `);
});

test('.NET', () => {
  expect(
    parsed(
      'Acme.Shop.Orders.<ChargeAsync>d__3.MoveNext',
      'Acme.Shop.Orders.<>c.<List>b__0_0',
      'Acme.Shop.Orders.<>c__DisplayClass4_0.<List>b__1',
      'Acme.Shop.Orders.<>c__DisplayClass4_0.<<List>b__1>d.MoveNext',
      'Acme.Shop.Orders.<List>g__Local|0_0',
      'Acme.Shop.Orders.<<List>g__Local|0_0>d.MoveNext',
      'Acme.Collections.List`1.Add',
      'Acme.Orders..ctor',
      'Acme.Orders.<Acme.IOrders.Find>d__1.MoveNext',
      'Program.<<Main>$>g__Handle|0_1',
      'Program.<>c.<<Main>$>b__0_0',
      'Program.<Main>$',
    ),
  ).toMatchInlineSnapshot(`
    "
    Acme.Shop.Orders.<ChargeAsync>d__3.MoveNext → Acme > Shop > Orders > ChargeAsync
    Acme.Shop.Orders.<>c.<List>b__0_0 → Acme > Shop > Orders > List > …
    Acme.Shop.Orders.<>c__DisplayClass4_0.<List>b__1 → Acme > Shop > Orders > List > …
    Acme.Shop.Orders.<>c__DisplayClass4_0.<<List>b__1>d.MoveNext → Acme > Shop > Orders > List > …
    Acme.Shop.Orders.<List>g__Local|0_0 → Acme > Shop > Orders > List > Local
    Acme.Shop.Orders.<<List>g__Local|0_0>d.MoveNext → Acme > Shop > Orders > List > Local
    Acme.Collections.List\`1.Add → Acme > Collections > List > Add
    Acme.Orders..ctor → Acme > Orders > Orders
    Acme.Orders.<Acme.IOrders.Find>d__1.MoveNext → Acme > Orders > Find
    Program.<<Main>$>g__Handle|0_1 → Handle
    Program.<>c.<<Main>$>b__0_0 → nothing
    Program.<Main>$ → nothing
    "
  `);
  expect(
    parsedAs('dotnet', 'Acme.Outer+Nested.Run', 'Acme.Shop.Orders.Charge', 'Charge IN Acme.Orders', 'Charge'),
  ).toMatchInlineSnapshot(`
    "
    Acme.Outer+Nested.Run → Acme > Outer > Nested > Run
    Acme.Shop.Orders.Charge → Acme > Shop > Orders > Charge
    Charge IN Acme.Orders → Acme > Orders > Charge
    Charge → Charge
    "
  `);
});

test('PHP, Ruby, Elixir and Erlang', () => {
  expect(
    parsed(
      'App\\Http\\UserController::show',
      'App\\Jobs\\{closure}',
      '{closure:App\\Jobs\\Send::handle():12}',
      'App\\Kernel->handle',
      'App\\helpers',
      'class@anonymous/app/a.php:3$0::run',
      'Shop::Cart#add',
      'block in Shop::Cart#add',
      'block (2 levels) in Cart#add',
      'rescue in block in Cart#add',
      'opentelemetry_ctx:new',
      'Shop.Cart.add/2',
      'Elixir.Shop.Cart.add',
      'anonymous fn/1 in Shop.Cart.add/2',
      'Shop.Cart.-add/2-fun-0-',
    ),
  ).toMatchInlineSnapshot(`
    "
    App\\Http\\UserController::show → App > Http > UserController > show
    App\\Jobs\\{closure} → nothing
    {closure:App\\Jobs\\Send::handle():12} → App > Jobs > Send > handle > …
    App\\Kernel->handle → App > Kernel > handle
    App\\helpers → App > helpers
    class@anonymous/app/a.php:3$0::run → nothing
    Shop::Cart#add → Shop > Cart > add
    block in Shop::Cart#add → Shop > Cart > add > …
    block (2 levels) in Cart#add → Cart > add > …
    rescue in block in Cart#add → Cart > add > …
    opentelemetry_ctx:new → opentelemetry_ctx > new
    Shop.Cart.add/2 → Shop > Cart > add
    Elixir.Shop.Cart.add → Shop > Cart > add
    anonymous fn/1 in Shop.Cart.add/2 → Shop > Cart > add > …
    Shop.Cart.-add/2-fun-0- → Shop > Cart > add > …
    "
  `);
  expect(
    parsedAs('ruby', 'ok IN ExampleController', 'Foo.bar', 'Foo#valid?', 'ok', '<main>', '<top (required)>'),
  ).toMatchInlineSnapshot(`
    "
    ok IN ExampleController → ExampleController > ok
    Foo.bar → Foo > bar
    Foo#valid? → Foo > valid?
    ok → ok
    <main> → nothing
    <top (required)> → nothing
    "
  `);
  expect(
    parsedAs('php', 'show IN UserController', 'UserController::show', 'curl_exec'),
  ).toMatchInlineSnapshot(`
    "
    show IN UserController → UserController > show
    UserController::show → UserController > show
    curl_exec → curl_exec
    "
  `);
});

test('Rust', () => {
  expect(
    parsed(
      'playground::my_module::my_cool_func',
      'shop::run::{{closure}}',
      'shop::run::{closure#0}',
      'shop::orders::Store::save::h0123456789abcdef',
      '<shop::orders::Store as shop::Repo>::save',
      '<shop::orders::Store<T> as shop::Repo<T>>::save',
      'shop::orders::<impl shop::Repo for shop::orders::Store>::save',
      'shop::orders::{impl#0}::save',
    ),
  ).toMatchInlineSnapshot(`
    "
    playground::my_module::my_cool_func → playground > my_module > my_cool_func
    shop::run::{{closure}} → shop > run > …
    shop::run::{closure#0} → shop > run > …
    shop::orders::Store::save::h0123456789abcdef → shop > orders > Store > save
    <shop::orders::Store as shop::Repo>::save → shop > orders > Store > save
    <shop::orders::Store<T> as shop::Repo<T>>::save → shop > orders > Store > save
    shop::orders::<impl shop::Repo for shop::orders::Store>::save → shop > orders > Store > save
    shop::orders::{impl#0}::save → shop > orders > save *
    "
  `);
});

test('hostile names are read at once', () => {
  const marks = ['<', '(', '$', '{', '.', '::', '[', '/', '$$Lambda', '<impl ', ' as ', 'async ', '`1'];
  for (const mark of marks) {
    for (const runtime of [
      undefined,
      'go',
      'jvm',
      'dotnet',
      'php',
      'ruby',
      'rust',
      'beam',
      'node',
    ] as const) {
      const text = `a${mark}`.repeat(1000).slice(0, 999);
      expect(() => functionNameOf({ functionName: text, namespace: text }, runtime)).not.toThrow();
    }
  }
});
