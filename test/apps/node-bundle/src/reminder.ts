import { trace } from '@opentelemetry/api';

/** Looks now and then for what is overdue. */
export class Reminder {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly millis: number) {}

  start(): void {
    this.timer = setTimeout(() => this.run(), this.millis);
  }

  private run(): void {
    const span = trace.getTracer('billing').startSpan('remind debtors');
    clearTimeout(this.timer);
    span.end();
  }
}
