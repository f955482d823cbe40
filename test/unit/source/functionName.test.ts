import { expect, test } from 'vitest';
import { functionNameOf } from '../../../src/source/functionName.ts';

function parsed(...names: string[]): string {
  const lines = names.map((name) => {
    const [functionName = '', namespace] = name.split(' in ');
    const found = functionNameOf({ functionName, ...(namespace === undefined ? {} : { namespace }) });
    if (found === undefined) return `${name} → nothing`;
    return `${name} → ${[...found.qualifiers, found.name].join(' > ')}${found.inside ? ' > …' : ''}`;
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
      'add in shop.orders.Cart',
      'shop.orders.Cart.add in shop.orders.Cart',
      'show in App\\Http\\UserController',
      'App\\Http\\UserController::show in App\\Http\\UserController',
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
    add in shop.orders.Cart → shop > orders > Cart > add
    shop.orders.Cart.add in shop.orders.Cart → shop > orders > Cart > add
    show in App\\Http\\UserController → App > Http > UserController > show
    App\\Http\\UserController::show in App\\Http\\UserController → App > Http > UserController > show
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
      'com.acme.Main$$Lambda/0x0000748ae4149c00.run',
      'main.(*Server).Get',
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
    com.acme.Main$$Lambda/0x0000748ae4149c00.run → nothing
    main.(*Server).Get → nothing
    .* → nothing
    "
  `);
});
