import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

@Injectable()
export class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<Request>().headers['x-token'] === 'meow';
  }
}
