import { type AskedValue, type ForwardPreset, forwardPresets } from '../shared/forwardPresets.ts';

const address: AskedValue = {
  id: 'address',
  label: 'Address',
  hint: 'It begins with http:// or https://.',
  secret: false,
  placeholder: 'https://otlp.example.com',
  pattern: String.raw`https?://[^\s/?#@]+(?:/[^\s?#]*)?`,
};

/** Back ends that nobody has prepared: an address, and a header where they ask for one. */
const others: readonly ForwardPreset[] = [
  {
    id: 'otlp-grpc',
    label: 'Another Back End, OTLP over gRPC',
    description: 'An address; headers can be added in the settings',
    protocol: 'otlp/grpc',
    endpoint: '{address}',
    asks: [{ ...address, placeholder: 'http://otlp.example.com:4317' }],
  },
  {
    id: 'otlp-http',
    label: 'Another Back End, OTLP over HTTP',
    description: 'An address; headers can be added in the settings',
    protocol: 'otlp/http',
    endpoint: '{address}',
    asks: [address],
  },
  {
    id: 'otlp-http-token',
    label: 'Another Back End, OTLP over HTTP with a Token',
    description: 'An address, and a token that is sent as "authorization: Bearer …"',
    protocol: 'otlp/http',
    endpoint: '{address}',
    asks: [
      address,
      {
        id: 'key',
        label: 'Token',
        hint: 'It is kept in the keychain, not in the settings.',
        secret: true,
        placeholder: 'the text behind "Bearer"',
        pattern: String.raw`[\x21-\x7e]+`,
      },
    ],
    headers: { authorization: 'Bearer {key}' },
  },
];

/** What spans can be forwarded to, the well-known ones first. */
export const forwardChoices: readonly ForwardPreset[] = [...forwardPresets, ...others];
