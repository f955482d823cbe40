import { expect, test } from 'vitest';
import { isLibrarySite } from '../../../src/source/libraryScope.ts';
import { siteOf } from './pictures.ts';

test('scopes of instrumentations and of libraries that trace themselves', () => {
  const library = (scope: string) => isLibrarySite(siteOf({}, { scope }));
  const libraries = [
    '@opentelemetry/instrumentation-express',
    '@fastify/otel',
    '@prisma/instrumentation',
    'next.js',
    'opentelemetry.instrumentation.flask',
    'go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp',
    'github.com/XSAM/otelsql',
    'io.opentelemetry.tomcat-10.0',
    'org.springframework.boot',
    'OpenTelemetry.Instrumentation.AspNetCore',
    'Microsoft.AspNetCore',
    'System.Net.Http',
    'OpenTelemetry::Instrumentation::Rack',
    'io.opentelemetry.contrib.php.laravel',
    'opentelemetry_phoenix',
  ];
  const own = [
    '',
    'shop',
    '__main__',
    'shop.views',
    'github.com/acme/app/orders',
    'com.acme.Orders',
    'Acme.Orders',
    'logfire',
    'io.opentelemetry.opentelemetry-instrumentation-annotations-1.16',
  ];
  expect(libraries.filter((scope) => !library(scope))).toEqual([]);
  expect(own.filter(library)).toEqual([]);
});

test('in Rust the target says whose a span is', () => {
  const of = (target: string) => isLibrarySite(siteOf({}, { scope: 'shop', evidence: { target } }));
  expect(of('tower_http::trace::make_span')).toBe(true);
  expect(of('shop::store')).toBe(false);
});
