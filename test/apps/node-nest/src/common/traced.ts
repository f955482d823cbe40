import { trace } from '@opentelemetry/api';

type Method = (...args: never[]) => Promise<unknown>;

/** Runs the method in a span. */
export function Traced(name: string) {
  return (_target: object, _key: string, descriptor: PropertyDescriptor): void => {
    const method = descriptor.value as Method;
    descriptor.value = function (this: unknown, ...args: never[]): Promise<unknown> {
      return trace.getTracer('cats').startActiveSpan(name, async (span) => {
        try {
          return await method.apply(this, args);
        } finally {
          span.end();
        }
      });
    };
  };
}
