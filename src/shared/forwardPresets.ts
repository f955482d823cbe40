import { basicAuthorization } from './basicAuthorization.ts';
import type { ForwardProtocol, ForwardSettings } from './forward.ts';
import { UserError } from './userError.ts';

/** What a person must say of a back end. */
export interface AskedValue {
  /** Stands in braces in the preset's templates. */
  readonly id: string;
  readonly label: string;
  /** Where to find it: a sentence. */
  readonly hint: string;
  /** Must not be shown while it is typed, nor kept in settings. */
  readonly secret: boolean;
  readonly placeholder: string;
  /** What is filled in beforehand. */
  readonly initial?: string;
  /** Source of a regular expression that the whole value matches. */
  readonly pattern: string;
  /** The only values there are. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

/** A back end whose forward needs only a few answers. */
export interface ForwardPreset {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly protocol: ForwardProtocol;
  /** A template: `https://otlp.{site}`. */
  readonly endpoint: string;
  readonly asks: readonly AskedValue[];
  /** Names of headers and templates of their values. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ids of the values that are sent as HTTP's basic authentication. */
  readonly basic?: { readonly user: string; readonly password: string };
  /** Where the back end does not take all. */
  readonly signals?: NonNullable<ForwardSettings['signals']>;
}

/**
 * The forward of a preset. Throws a `UserError` where a value is missing or cannot be one. All headers of the answer
 * may be secrets.
 */
export function presetForward(
  preset: ForwardPreset,
  name: string,
  values: Readonly<Record<string, string>>,
): ForwardSettings {
  for (const asked of preset.asks) checkValue(asked, values[asked.id]);
  const filled = (template: string): string =>
    template.replaceAll(/\{(\w+)\}/g, (_, id: string) => (values[id] ?? '').trim());
  const headers = Object.fromEntries(
    Object.entries(preset.headers ?? {}).map(([key, template]) => [key, filled(template)]),
  );
  if (preset.basic !== undefined) {
    const { user, password } = preset.basic;
    headers['authorization'] = basicAuthorization(filled(`{${user}}`), filled(`{${password}}`));
  }
  return {
    name,
    protocol: preset.protocol,
    endpoint: filled(preset.endpoint),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(preset.signals === undefined ? {} : { signals: preset.signals }),
  };
}

/** Why a value cannot be one, as a sentence; `undefined` where it can. A secret is never repeated. */
export function valueProblem(asked: AskedValue, value: string | undefined): string | undefined {
  const text = (value ?? '').trim();
  if (text === '') return `${asked.label} is needed. ${asked.hint}`;
  if (new RegExp(`^(?:${asked.pattern})$`).test(text)) return undefined;
  return `This cannot be the ${lowerFirst(asked.label)}: one looks like ${asked.placeholder}. ${asked.hint}`;
}

function checkValue(asked: AskedValue, value: string | undefined): void {
  const problem = valueProblem(asked, value);
  if (problem !== undefined) throw new UserError(problem);
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const url = String.raw`https?://[^\s/?#@]+(?:/[^\s?#]*)?`;
const token = String.raw`[\x21-\x7e]+`;

/** The usual ports are Spanline's own on this machine, so that a back end beside it listens elsewhere. */
function localAddress(what: string, address: string): AskedValue {
  return {
    id: 'address',
    label: 'Address',
    hint: `Where ${what} listens. Spanline itself has 4317 and 4318 on this machine.`,
    secret: false,
    placeholder: address,
    initial: address,
    pattern: url,
  };
}

function secret(label: string, hint: string, placeholder: string): AskedValue {
  return { id: 'key', label, hint, secret: true, placeholder, pattern: token };
}

const regions: AskedValue = {
  id: 'host',
  label: 'Region',
  hint: "It is the one of the team's address in the browser.",
  secret: false,
  placeholder: 'api.honeycomb.io',
  initial: 'api.honeycomb.io',
  pattern: String.raw`[\w.-]+`,
  choices: [
    { value: 'api.honeycomb.io', label: 'United States' },
    { value: 'api.eu1.honeycomb.io', label: 'Europe' },
  ],
};

const datadogSites: AskedValue = {
  id: 'site',
  label: 'Site',
  hint: "It is the one of the organization's address in the browser.",
  secret: false,
  placeholder: 'datadoghq.com',
  initial: 'datadoghq.com',
  pattern: String.raw`(?:[a-z0-9]+\.)?(?:datadoghq\.com|datadoghq\.eu|ddog-gov\.com)`,
  choices: [
    { value: 'datadoghq.com', label: 'US1' },
    { value: 'us3.datadoghq.com', label: 'US3' },
    { value: 'us5.datadoghq.com', label: 'US5' },
    { value: 'datadoghq.eu', label: 'EU1' },
    { value: 'ap1.datadoghq.com', label: 'AP1' },
    { value: 'ap2.datadoghq.com', label: 'AP2' },
    { value: 'uk1.datadoghq.com', label: 'UK1' },
    { value: 'ddog-gov.com', label: 'US1-FED' },
    { value: 'us2.ddog-gov.com', label: 'US2-FED' },
  ],
};

export const forwardPresets: readonly ForwardPreset[] = [
  {
    id: 'collector',
    label: 'OpenTelemetry Collector',
    description: 'OTLP over gRPC, without authentication',
    protocol: 'otlp/grpc',
    endpoint: '{address}',
    asks: [localAddress("the Collector's OTLP/gRPC receiver", 'http://localhost:14317')],
  },
  {
    id: 'jaeger',
    label: 'Jaeger',
    description: 'OTLP over gRPC; Jaeger takes traces alone',
    protocol: 'otlp/grpc',
    endpoint: '{address}',
    asks: [localAddress("Jaeger's OTLP/gRPC receiver", 'http://localhost:14317')],
    signals: ['traces'],
  },
  {
    id: 'tempo',
    label: 'Grafana Tempo',
    description: 'OTLP over gRPC; Tempo takes traces alone',
    protocol: 'otlp/grpc',
    endpoint: '{address}',
    asks: [localAddress("Tempo's OTLP/gRPC receiver", 'http://localhost:14317')],
    signals: ['traces'],
  },
  {
    id: 'zipkin',
    label: 'Zipkin',
    description: "Zipkin's own JSON; Zipkin takes traces alone",
    protocol: 'zipkin',
    endpoint: '{address}',
    asks: [localAddress('Zipkin', 'http://localhost:9411')],
    signals: ['traces'],
  },
  {
    // https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/
    id: 'grafana-cloud',
    label: 'Grafana Cloud',
    description: 'OTLP over HTTP to the gateway of a stack',
    protocol: 'otlp/http',
    endpoint: 'https://otlp-gateway-{zone}.grafana.net/otlp',
    asks: [
      {
        id: 'zone',
        label: 'Zone',
        hint: "It is in the address under OpenTelemetry, Configure, on the stack's page.",
        secret: false,
        placeholder: 'prod-eu-west-2',
        pattern: '[a-z0-9-]+',
      },
      {
        id: 'instance',
        label: 'Instance ID',
        hint: "It is under OpenTelemetry, Configure, on the stack's page.",
        secret: false,
        placeholder: '123456',
        pattern: String.raw`\d+`,
      },
      secret(
        'Token',
        "Make one under OpenTelemetry, Configure, on the stack's page; it must be allowed to write traces.",
        'glc_…',
      ),
    ],
    basic: { user: 'instance', password: 'key' },
  },
  {
    // https://docs.honeycomb.io/send-data/opentelemetry/
    id: 'honeycomb',
    label: 'Honeycomb',
    description: 'OTLP over HTTP',
    protocol: 'otlp/http',
    endpoint: 'https://{host}',
    asks: [
      regions,
      secret(
        'Ingest key',
        'Make one under Environment settings, API keys; it must be allowed to send events.',
        'hcaik_…',
      ),
    ],
    headers: { 'x-honeycomb-team': '{key}' },
  },
  {
    // https://docs.datadoghq.com/opentelemetry/setup/otlp_ingest/; its metrics have to be deltas, which few SDKs send by themselves.
    id: 'datadog',
    label: 'Datadog',
    description: "OTLP over HTTP to Datadog's own intake; traces and logs",
    protocol: 'otlp/http',
    endpoint: 'https://otlp.{site}',
    asks: [datadogSites, secret('API key', 'Make one under Organization settings, API keys.', '32 digits')],
    headers: { 'dd-api-key': '{key}' },
    signals: ['traces', 'logs'],
  },
];
