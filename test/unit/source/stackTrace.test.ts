import { expect, test } from 'vitest';
import { errorFrame, parseStackTrace, placeFrames } from '../../../src/source/stackTrace.ts';
import { MemoryFiles } from './memoryFiles.ts';

const lines = 'line\n'.repeat(40);

const files = new MemoryFiles({
  '/w/pay/src/charge.ts': lines,
  '/w/pay/src/cli.mjs': lines,
  '/w/shop/views.py': lines,
  '/w/node_modules/express/lib/router.js': lines,
  '/w/java/src/main/java/com/acme/shop/Orders.java': lines,
  '/w/java/src/main/java/com/acme/pay/Orders.java': lines,
  '/w/go/go.mod': 'module github.com/acme/shop\n',
  '/w/go/orders/charge.go': lines,
  '/w/cs/Shop/Orders.cs': lines,
  '/w/php/composer.json': JSON.stringify({
    autoload: { 'psr-4': { 'App\\': 'app/', 'Lib\\': ['lib', '../out'] } },
  }),
  '/w/php/app/Http/UserController.php': lines,
  '/w/php/lib/Mail.php': lines,
  '/w/rb/app/models/cart.rb': lines,
  '/w/ex/apps/shop/lib/shop/cart.ex': lines,
  '/w/ex/apps/other/lib/shop/cart.ex': lines,
  '/w/rs/src/orders/store.rs': lines,
});

async function picture(stack: string): Promise<string> {
  const frames = await placeFrames(parseStackTrace(stack), files);
  const lines = frames.map(({ functionName, label, location }) => {
    const place = location === undefined ? '–' : `${location.path}:${location.line}:${location.column ?? ''}`;
    return `${functionName || '·'} | ${label || '·'} | ${place}`;
  });
  return `\n${lines.join('\n')}\n`;
}

test('V8', async () => {
  expect(
    await picture(`Error: card (declined) at 12:30
    at charge (/w/pay/src/charge.ts:19:46)
    at async PaymentService.run (file:///w/pay/src/cli.mjs:3:9)
    at new Order (/w/pay/src/charge.ts:2:1)
    at Object.<anonymous> (/app/pay/src/charge.ts:1:1)
    at /w/pay/src/charge.ts:7:3
    at async /w/pay/src/charge.ts:8:3
    at Layer.handle [as handle_request] (/w/node_modules/express/lib/router.js:95:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:103:5)
    at async Promise.all (index 0)
    at new Promise (<anonymous>)
    at eval (eval at run (/w/pay/src/charge.ts:1:1), <anonymous>:1:1)
    at C:\\work\\pay\\src\\charge.ts:4:2
    at webpack-internal:///(rsc)/./src/charge.ts:4:2
    at native
    at changedSince (/w/pay/src/charge.ts:41:1)
    at folder (/w/pay/src:1:1)
    at Object.handler (/w/shop/views.py:3)
    at page (/w/pay/(group)/src/charge.ts:1:2)
  [cause]: Error: timeout at the bank
      at bank (/w/pay/src/charge.ts:30:1) {
    code: 'ETIMEDOUT'
  }`),
  ).toMatchInlineSnapshot(`
    "
    charge | charge.ts:19:46 | /w/pay/src/charge.ts:19:46
    PaymentService.run | cli.mjs:3:9 | /w/pay/src/cli.mjs:3:9
    new Order | charge.ts:2:1 | /w/pay/src/charge.ts:2:1
    Object.<anonymous> | charge.ts:1:1 | /w/pay/src/charge.ts:1:1
    · | charge.ts:7:3 | /w/pay/src/charge.ts:7:3
    · | charge.ts:8:3 | /w/pay/src/charge.ts:8:3
    Layer.handle [as handle_request] | router.js:95:5 | –
    process.processTicksAndRejections | task_queues:103:5 | –
    Promise.all | · | –
    new Promise | · | –
    eval | · | –
    · | charge.ts:4:2 | /w/pay/src/charge.ts:4:2
    · | charge.ts:4:2 | –
    · | · | –
    changedSince | charge.ts:41:1 | –
    folder | src:1:1 | –
    Object.handler | views.py:3 | /w/shop/views.py:3:
    page | charge.ts:1:2 | –
    "
  `);
});

test('Python', async () => {
  expect(
    await picture(`Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/opentelemetry/trace/__init__.py", line 589, in use_span
    yield span
  File "/w/shop/views.py", line 12, in checkout
    raise Declined("card")
    ^^^^^^^^^^^^^^^^^^^^^^
  File "/w/shop/views.py", line 3, in <module>
  File "<stdin>", line 1, in <module>
  [Previous line repeated 996 more times]
shop.Declined: card

During handling of the above exception, another exception occurred:

  File "shop/views.py", line 40
    def (
SyntaxError: invalid syntax`),
  ).toMatchInlineSnapshot(`
    "
    use_span | __init__.py:589 | –
    checkout | views.py:12 | /w/shop/views.py:12:
    <module> | views.py:3 | /w/shop/views.py:3:
    <module> | <stdin>:1 | –
    · | views.py:40 | /w/shop/views.py:40:
    "
  `);
});

test('what is no stack, and what is too much of one', async () => {
  expect(parseStackTrace('')).toEqual([]);
  expect(parseStackTrace('at last, some prose\nat noon\nat 12:30\nat home (at 12:30)')).toEqual([]);
  expect(parseStackTrace('    at f (/a.js:1:1)\n'.repeat(100_000)).length).toBe(500);
  expect(parseStackTrace(`at ${'('.repeat(50_000)}`)).toEqual([]);
  expect(parseStackTrace(`at ${'a ('.repeat(1600)}:1:1`)).toEqual([]);
  expect(parseStackTrace('at f (/a.js:1:1)\r\n')[0]?.path).toBe('/a.js');
});

/** Which frame is marked, of a stack of the format. */
async function thrown(stack: string): Promise<string> {
  return errorFrame(await placeFrames(parseStackTrace(stack), files))?.text ?? 'none';
}

test('Java', async () => {
  const stack = `java.lang.IllegalStateException: no (card) at 12:30
\tat app//com.acme.shop.Orders$Inner.charge(Orders.java:12)
\tat com.acme.pay.Orders.lambda$run$0(Orders.java:3)
\tat com.acme.pay.Orders$$SpringCGLIB$$0.run(<generated>)
\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
\tat java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)
\tat com.acme.Gone.run(Unknown Source)
\tat com.acme.Main$$Lambda$14/0x0000000800c03000.apply(Unknown Source)
\tat Orders.main(Orders.java:1)
\tSuppressed: java.io.IOException: close
\t\tat com.acme.shop.Orders.close(Orders.java:20)
\t\t... 3 more
Caused by: java.lang.RuntimeException: root
\tat com.acme.shop.Orders.bank(Orders.java:30)
\t... 12 common frames omitted`;
  expect(await picture(stack)).toMatchInlineSnapshot(`
    "
    com.acme.shop.Orders$Inner.charge | Orders.java:12 | /w/java/src/main/java/com/acme/shop/Orders.java:12:
    com.acme.pay.Orders.lambda$run$0 | Orders.java:3 | /w/java/src/main/java/com/acme/pay/Orders.java:3:
    com.acme.pay.Orders$$SpringCGLIB$$0.run | · | –
    java.util.ArrayList.forEach | ArrayList.java:1511 | –
    jdk.internal.reflect.NativeMethodAccessorImpl.invoke0 | · | –
    com.acme.Gone.run | · | –
    com.acme.Main$$Lambda$14/0x0000000800c03000.apply | · | –
    Orders.main | Orders.java:1 | –
    com.acme.shop.Orders.close | Orders.java:20 | /w/java/src/main/java/com/acme/shop/Orders.java:20:
    com.acme.shop.Orders.bank | Orders.java:30 | /w/java/src/main/java/com/acme/shop/Orders.java:30:
    "
  `);
  expect(await thrown(stack)).toMatchInlineSnapshot(
    `"at app//com.acme.shop.Orders$Inner.charge(Orders.java:12)"`,
  );
});

test('Go, cut after 2048 bytes', async () => {
  const stack = `goroutine 34 [running]:
go.opentelemetry.io/otel/sdk/trace.recordStackTrace()
\t/root/go/pkg/mod/go.opentelemetry.io/otel/sdk@v1.37.0/trace/span.go:605 +0x48
github.com/acme/shop/orders.(*Store).Charge(0xc0001a2000, {0x7f, 0x3}, 0x1)
\t/build/orders/charge.go:12 +0x1d
github.com/acme/shop/orders.List[...](...)
\t/w/go/orders/charge.go:4
main.main.func1()
\tgithub.com/acme/shop/orders/charge.go:9 +0x1d
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3285 +0x4b4`;
  expect(await picture(stack)).toMatchInlineSnapshot(`
    "
    go.opentelemetry.io/otel/sdk/trace.recordStackTrace | span.go:605 | –
    github.com/acme/shop/orders.(*Store).Charge | charge.go:12 | /w/go/orders/charge.go:12:
    github.com/acme/shop/orders.List[...] | charge.go:4 | /w/go/orders/charge.go:4:
    main.main.func1 | charge.go:9 | /w/go/orders/charge.go:9:
    net/http.(*Server).Serve | server.go:3285 | –
    "
  `);
  expect(await thrown(stack)).toMatchInlineSnapshot(`"/build/orders/charge.go:12 +0x1d"`);
  const filled = `${stack}\nmain.f(${'x'.repeat(3000)}`.slice(0, 2048 - 29);
  expect(parseStackTrace(`${filled})\n\t/w/go/orders/charge.go:123`).at(-1)?.text).toMatchInlineSnapshot(
    `"/usr/local/go/src/net/http/server.go:3285 +0x4b4"`,
  );
});

test('.NET', async () => {
  const stack = `System.Exception: outer (x)
 ---> System.InvalidOperationException: no element
   at System.Linq.Enumerable.First[TSource](IEnumerable\`1 source)
   at Shop.Orders.<Charge>d__3.MoveNext() in /w/cs/Shop/Orders.cs:line 12
   --- End of inner exception stack trace ---
   at Shop.Orders.Run(String id, Func\`2 f) in C:\\src\\Shop\\Orders.cs:line 4
   at Program.<Main>$(String[] args) in /_/src/Program.cs:line 1`;
  expect(await picture(stack)).toMatchInlineSnapshot(`
    "
    System.Linq.Enumerable.First[TSource] | · | –
    Shop.Orders.<Charge>d__3.MoveNext | Orders.cs:12 | /w/cs/Shop/Orders.cs:12:
    Shop.Orders.Run | Orders.cs:4 | /w/cs/Shop/Orders.cs:4:
    Program.<Main>$ | Program.cs:1 | –
    "
  `);
});

test('Ruby, with both quotes', async () => {
  const stack = `/w/rb/app/models/cart.rb:12:in \`charge': no card (ArgumentError)
\tfrom /w/rb/app/models/cart.rb:4:in 'Cart#run'
\tfrom app/models/cart.rb:5:in 'block in Cart#run'
\tfrom /usr/lib/ruby/3.2.0/net/http.rb:960:in \`start'
\tfrom <internal:kernel>:187:in 'loop'
\tfrom -e:1:in '<main>'`;
  expect(await picture(stack)).toMatchInlineSnapshot(`
    "
    charge | cart.rb:12 | /w/rb/app/models/cart.rb:12:
    Cart#run | cart.rb:4 | /w/rb/app/models/cart.rb:4:
    block in Cart#run | cart.rb:5 | /w/rb/app/models/cart.rb:5:
    start | http.rb:960 | –
    <main> | -e:1 | –
    "
  `);
});

test('PHP', async () => {
  const stack = `App.Http.Declined: no card
\tat App.Http.UserController.show(UserController.php:12)
\tat Lib.Mail.{closure}(Mail.php:3)
\tat Illuminate.Routing.Controller.callAction(Controller.php:54)
\tat App.helper(helpers.php:1)
\tat {main}(index.php:3)
Caused by: RuntimeException: root
\tat App.Http.UserController.bank(UserController.php:30)
\t... 3 more`;
  expect(await picture(stack)).toMatchInlineSnapshot(`
    "
    App.Http.UserController.show | UserController.php:12 | /w/php/app/Http/UserController.php:12:
    Lib.Mail.{closure} | Mail.php:3 | /w/php/lib/Mail.php:3:
    Illuminate.Routing.Controller.callAction | Controller.php:54 | –
    App.helper | helpers.php:1 | –
    {main} | index.php:3 | –
    App.Http.UserController.bank | UserController.php:30 | /w/php/app/Http/UserController.php:30:
    "
  `);
});

test('Elixir, Erlang and Rust', async () => {
  expect(
    await picture(`** (RuntimeError) no card
    (shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.add/1
    (elixir 1.15.0) lib/enum.ex:2510: Enum."-reduce/3-lists^foldl/2-0-"/3
    (stdlib 5.0) gen_server.erl:1123: :gen_server.try_handle_call/4
  in function  shop_cart:add/2 (src/shop_cart.erl, line 12)
  in call from shop:run/0 (shop.erl, line 3)
   4: shop::orders::Store::save
             at ./src/orders/store.rs:12:5
   5: core::ops::function::FnOnce::call_once
             at /rustc/0123456789abcdef0123456789abcdef01234567/library/core/src/ops/function.rs:250:5`),
  ).toMatchInlineSnapshot(`
    "
    Shop.Cart.add/1 | cart.ex:12 | /w/ex/apps/shop/lib/shop/cart.ex:12:
    Enum."-reduce/3-lists^foldl/2-0-"/3 | enum.ex:2510 | –
    :gen_server.try_handle_call/4 | gen_server.erl:1123 | –
    shop_cart:add/2 | shop_cart.erl:12 | –
    shop:run/0 | shop.erl:3 | –
    shop::orders::Store::save | store.rs:12:5 | /w/rs/src/orders/store.rs:12:5
    core::ops::function::FnOnce::call_once | function.rs:250:5 | –
    "
  `);
  expect(parseStackTrace('declined 7\nno money')).toEqual([]);
});

test('Python, with its innermost frame last', async () => {
  expect(
    await thrown(`Traceback (most recent call last):
  File "/w/shop/views.py", line 1, in checkout
  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
json.decoder.JSONDecodeError: no

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/w/shop/views.py", line 12, in checkout
  File "/w/shop/views.py", line 14, in parse
  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
`),
  ).toMatchInlineSnapshot(`"File "/w/shop/views.py", line 14, in parse"`);
  expect(
    await picture(`  + Exception Group Traceback (most recent call last):
  |   File "/w/shop/views.py", line 12, in main
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/w/shop/views.py", line 14, in one
    | ValueError: 1`),
  ).toMatchInlineSnapshot(`
    "
    main | views.py:12 | /w/shop/views.py:12:
    one | views.py:14 | /w/shop/views.py:14:
    "
  `);
});

test('what we put into the program is not shown', async () => {
  expect(
    await picture(`Error: x
    at charge (/w/pay/src/charge.ts:19:46)
    at Layer.<computed> (/home/me/.vscode/extensions/spanline/dist/capture/node/hook.cjs:1:200)
    at spanline (/w/pay/src/charge.ts:20:1)`),
  ).toMatchInlineSnapshot(`
    "
    charge | charge.ts:19:46 | /w/pay/src/charge.ts:19:46
    spanline | charge.ts:20:1 | /w/pay/src/charge.ts:20:1
    "
  `);
});

test('hostile text is read at once', () => {
  const marks = [
    'at ',
    '(',
    ' (',
    'a.',
    ':1',
    ') in ',
    ':line ',
    '/',
    ' | File "',
    'in `',
    '.go:1',
    '$',
    'from ',
    '\t',
  ];
  for (const mark of marks) {
    for (const start of ['at ', 'at a.b(', '  File "', '\t', '(a 1) ', '']) {
      const line = `${start}${mark.repeat(4900 / mark.length)}`.slice(0, 4990);
      expect(parseStackTrace(`${line}\n`.repeat(52)).length).toBeLessThan(500);
    }
  }
});
