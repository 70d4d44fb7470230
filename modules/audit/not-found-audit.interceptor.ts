import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, from, type Observable, switchMap, throwError } from 'rxjs';
import { DomainError } from '../platform/shared/domain.errors';
import { Refusals } from './refusals.service';

/**
 * Somebody asked for a record by its id and it is absent or hidden: both are answered and written
 * down alike. For controllers whose routes carry an `:id`.
 */
@Injectable()
export class NotFoundAudit implements NestInterceptor {
  constructor(private readonly refusals: Refusals) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        const isHidden = error instanceof DomainError && error.kind === 'not_found';
        if (!isHidden) return throwError(() => error);
        return from(this.note(context)).pipe(switchMap(() => throwError(() => error)));
      }),
    );
  }

  private async note(context: ExecutionContext): Promise<void> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { id } = request.params as { id?: string };
    const route = request.routeOptions.url ?? 'unknown route';
    await this.refusals.write(request.mawa.actor, request.ip, {
      action: `${request.method} ${route}`,
      kind: 'record',
      ids: id && /^[0-9a-f-]{36}$/i.test(id) ? [id] : [],
      outcome: 'not_found',
      apart: request.routeOptions.config.quiet === true,
    });
  }
}
