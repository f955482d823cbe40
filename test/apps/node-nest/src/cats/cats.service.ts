import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SpanKind, trace } from '@opentelemetry/api';
import { Traced } from '../common/traced';
import type { Cat } from './cat';

const tracer = trace.getTracer('cats');

@Injectable()
export class CatsService {
  private readonly cats = new Map<string, Cat>([['1', { id: '1', name: 'Tom' }]]);

  async findAll(): Promise<readonly Cat[]> {
    return await tracer.startActiveSpan('cats.findAll', async (span) => {
      await delay(1);
      span.end();
      return [...this.cats.values()];
    });
  }

  async findOne(id: string): Promise<Cat | undefined> {
    const span = tracer.startSpan(`cat ${id}`, { kind: SpanKind.CLIENT });
    await delay(1);
    span.end();
    return this.cats.get(id);
  }

  @Traced('cats.create')
  async create(name: string): Promise<Cat> {
    const cat = { id: String(this.cats.size + 1), name };
    await delay(1);
    this.cats.set(cat.id, cat);
    return cat;
  }
}
