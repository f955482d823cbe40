import { expect, test } from 'vitest';
import { joinRoutes, routeSegments, routeTextOf } from '../../../src/source/routeText.ts';

function picture(...routes: readonly string[]): string {
  return `\n${routes.map((route) => `${route} → /${routeSegments(route).join('/')}`).join('\n')}\n`;
}

test('the parameters of all frameworks are one', () => {
  expect(
    picture(
      '/users/:id',
      'users/{user}',
      '/users/{id:int}',
      '/users/<int:id>/',
      '/users/[id]',
      '/users/$id',
      '^users/(?P<id>[0-9]+)/$',
      '/users/:id(\\d+)',
      '/users/:id?',
      '/users/{id?}',
      '/users(.:format)',
      '/files/*',
      '/files/*path',
      '/files/{*path}',
      '/files/{path...}',
      '/files/<path:rest>',
      '/files/{rest:path}',
      '/files/[...rest]',
      '/items/{$}',
      '/a{/:b}',
      '/:from-:to',
      '/report-{year}.pdf',
      '/v1/{name}:cancel',
      '/^\\/users\\/(\\d+)$/i',
      '/(shop)/cart',
      '',
      '/',
    ),
  ).toMatchInlineSnapshot(`
    "
    /users/:id → /users/{}
    users/{user} → /users/{}
    /users/{id:int} → /users/{}
    /users/<int:id>/ → /users/{}
    /users/[id] → /users/{}
    /users/$id → /users/{}
    ^users/(?P<id>[0-9]+)/$ → /users/{}
    /users/:id(\\d+) → /users/{}
    /users/:id? → /users/{}
    /users/{id?} → /users/{}
    /users(.:format) → /users
    /files/* → /files/{*}
    /files/*path → /files/{*}
    /files/{*path} → /files/{*}
    /files/{path...} → /files/{*}
    /files/<path:rest> → /files/{*}
    /files/{rest:path} → /files/{*}
    /files/[...rest] → /files/{*}
    /items/{$} → /items
    /a{/:b} → /a
    /:from-:to → /{}-{}
    /report-{year}.pdf → /report-{}.pdf
    /v1/{name}:cancel → /v1/{}:cancel
    /^\\/users\\/(\\d+)$/i → /users/{}
    /(shop)/cart → /cart
     → /
    / → /
    "
  `);
});

test('what the code computes is unknown, and so is what stands before it', () => {
  const picture = (pattern: readonly string[]) => {
    const { segments, open } = routeTextOf(pattern);
    return `${open ? '…' : ''}/${segments.join('/')}`;
  };
  expect(picture(['', '/users'])).toBe('…/users');
  expect(picture(['/api/', '/users'])).toBe('/api/{?}/users');
  expect(picture(['', ''])).toBe('…/');
});

test('a prefix before a route', () => {
  const join = (...parts: readonly (readonly string[])[]) =>
    parts.map(routeTextOf).reduce(joinRoutes).segments.join('/');
  expect(join(['/api/'], ['users'], ['/:id'])).toBe('api/users/{}');
  expect(join(['/api'], ['', '/x'], ['/:id'])).toBe('x/{}');
});

test('a route longer than any is no route', () => {
  expect(routeSegments(`/${'a/'.repeat(5000)}`)).toEqual([]);
  expect(routeSegments('/'.repeat(1000) + '('.repeat(900))).toEqual(['{}']);
});
