import { expect, test } from 'vitest';
import { patchGoSdk } from '../../../src/launch/goSdkPatch.ts';

const span = 'type ReadOnlySpan interface {\n\tInstrumentationScope() instrumentation.Scope\n}\n';
const provider = `package trace

func NewTracerProvider(opts ...TracerProviderOption) *TracerProvider {
	o := tracerProviderConfig{}
}
`;

test('the processor is added on the line that is there', () => {
  expect(patchGoSdk({ provider, span })).toBe(`package trace

func NewTracerProvider(opts ...TracerProviderOption) *TracerProvider { opts = append(opts[:len(opts):len(opts)], WithSpanProcessor(newSpanlineCapture()))
	o := tracerProviderConfig{}
}
`);
});

test('an SDK whose spans name no scope is left alone', () => {
  expect(patchGoSdk({ provider, span: 'InstrumentationLibrary() instrumentation.Library' })).toBeUndefined();
});

test('an SDK whose constructor looks otherwise is left alone', () => {
  expect(patchGoSdk({ provider: provider.replace('opts ...', 'options ...'), span })).toBeUndefined();
  expect(patchGoSdk({ provider: provider + provider, span })).toBeUndefined();
});
