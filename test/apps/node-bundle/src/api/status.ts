import type { Request, Response } from 'express';

interface Status {
  readonly status: 'ok' | 'starting';
}

export function status(_request: Request, response: Response<Status>): void {
  response.json({ status: 'ok' });
}
