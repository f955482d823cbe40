import type { Site } from '../shared/site.ts';

/**
 * Scopes of instrumentations and of libraries that trace themselves. Their spans are made by their own code, so
 * that a span's name found in the user's is chance.
 */
const libraryScopes: readonly RegExp[] = [
  // JavaScript
  /^@opentelemetry\//,
  /^@(?:fastify|hono|kubiks|vercel|prisma|sentry|azure|aws-sdk|google-cloud|elastic|grpc|trpc|apollo|nestjs)\//,
  /^(?:next\.js|prisma|mongoose|kafkajs|bullmq|ioredis|firestore|mongodb|undici|graphql-yoga|ai|langchain|openai)$/,
  /^opentelemetry-instrumentation-/,
  // Python
  /^opentelemetry\.(?:instrumentation|sdk|ext|exporter|util|propagators)\b/,
  /^openinference\.instrumentation\b/,
  /^(?:azure\.|google\.cloud\.|google\.api_core|pydantic[-_]ai|temporalio|dagster|boto3?|botocore|sqlalchemy|celery|kombu|httpx|requests|urllib3|psycopg2?|pymongo|redis|starlette|fastapi|flask|django|tornado|aiohttp|grpc|logfire\.[a-z])/,
  // Go
  /^(?:go\.opentelemetry\.io|google\.golang\.org|cloud\.google\.com|gorm\.io|connectrpc\.com|gocloud\.dev|entgo\.io|go\.mongodb\.org|go\.temporal\.io)\//,
  /^(?:gocloud\.dev|github\.com\/XSAM\/otelsql|github\.com\/nhatthm\/otelsql|github\.com\/uptrace\/)/,
  /(?:^|\/)otel(?:http|grpc|gin|mux|echo|fiber|chi|sql|sqlx|pgx|mongo|gorm|resty|redis|aws|iris|gqlgen|connect|kafka|sarama|nats|restful|memcache|lambda|slog)[a-z0-9]*(?:\/v\d+)?$/,
  /(?:^|\/)(?:redisotel|gormotel|otelgqlgen)(?:\/v\d+)?$/,
  // Java
  /^io\.(?:opentelemetry|quarkus|micrometer|micronaut|vertx|helidon|ktor|grpc|camunda|temporal|awspring)\b/,
  /^org\.(?:springframework|apache|eclipse|hibernate|mongodb|jboss|glassfish)\b/,
  /^com\.(?:azure|google\.cloud|amazonaws|clickhouse|oracle|mongodb|datastax|couchbase|zaxxer)\b/,
  // .NET
  /^(?:OpenTelemetry\.|Microsoft\.|System\.|Azure\.|Grpc\.|Elastic\.|MongoDB\.|RabbitMQ\.|Confluent\.|Oracle\.|HotChocolate\.|StackExchange\.|Amazon\.|AWSSDK\.|Experimental\.)/,
  /^(?:Npgsql|MySqlConnector|MySql\.Data|MassTransit|NServiceBus(?:\.Core)?|Quartz|Hangfire|Wolverine|Marten|Yarp\.ReverseProxy|Polly|Dapr\.\w+|Orleans|Proto\.Actor)$/,
  // Ruby, PHP, Erlang, Rust, C++
  /^OpenTelemetry::/,
  /^(?:opentelemetry_(?:phoenix|ecto|cowboy|bandit|oban|req|tesla|finch|absinthe|broadway|commanded|redix|httpoison|elli|xandra|grpc|liveview|process_propagator)\w*)$/,
  /^(?:tower[_-]http|tonic|hyper|reqwest[_-]\w+|actix[_-]web[_-]opentelemetry|axum[_-](?:tracing|otel)\w*|opentelemetry[_-](?:tide|instrumentation)\w*|sqlx|sea[_-]orm|tracing[_-]actix[_-]web)\b/,
  /^(?:nginx|envoy|istio|traefik|kong|caddy|haproxy)\b/i,
];

/** Their spans are the user's own: an annotation, or a call, in his code. */
const ownScopes: readonly RegExp[] = [
  /^io\.opentelemetry\.(?:opentelemetry-instrumentation-annotations|opentelemetry-annotations|opentelemetry-extension-annotations|methods|external-annotations|extension-kotlin|kotlinx-coroutines|spring-boot-autoconfigure$)/,
  /^io\.micrometer\.observation$/,
];

const noise: readonly RegExp[] = [
  /^middleware - /,
  / http (?:send|receive)$/,
  / websocket (?:send|receive)$/,
  /^(?:tcp|tls|ipc)\.connect$/,
  /^dns\.lookup/,
  /^fs [a-zA-Z]+$/,
];

/** Whether a span of this scope is made for an annotation, or by a plain call, in the user's code. */
export function isOwnAnnotationScope(scope: string): boolean {
  return ownScopes.some((pattern) => pattern.test(scope));
}

/** Whether a span of this scope is made by a library's code. */
export function isLibraryScope(scope: string): boolean {
  if (isOwnAnnotationScope(scope)) return false;
  return libraryScopes.some((pattern) => pattern.test(scope));
}

/**
 * Whether the site's spans are made by a library. In Rust all `tracing` spans have the application's scope, and the
 * target says whose they are.
 */
export function isLibrarySite({ scope, evidence }: Site): boolean {
  const target = (evidence.target ?? evidence['code.module.name'] ?? '').split('::')[0] ?? '';
  return isLibraryScope(scope) || (target !== '' && rustLibraries.has(target));
}

/** Whether nobody's line is meant: plumbing between the spans that say something. */
export function isNoise({ name, scope }: Site): boolean {
  return isLibraryScope(scope) && noise.some((pattern) => pattern.test(name));
}

const rustLibraries: ReadonlySet<string> = new Set(
  `tower_http tower tonic hyper hyper_util h2 reqwest reqwest_tracing reqwest_middleware actix_web actix_http
  tracing_actix_web axum axum_tracing_opentelemetry opentelemetry_sdk sqlx sqlx_core sea_orm tokio tokio_postgres
  rustls rdkafka lapin async_graphql juniper redis mongodb aws_config aws_smithy_runtime rocket warp poem salvo`.split(
    /\s+/,
  ),
);
