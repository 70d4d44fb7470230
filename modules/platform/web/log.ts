import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { DatabaseError } from 'pg';
import { sqlState } from '../database/transactions';

/**
 * What a log line may hold: method, route, status, time, ids. Never a body, a query string, a cookie
 * or an address of a page with words in it.
 */
export const loggerOptions = (level: string) => ({
  level,
  redact: {
    paths: [
      'req.headers.cookie',
      'req.headers.authorization',
      'headers.cookie',
      'body',
      'query',
      'email',
      'password',
      'name',
      'err.parameters',
      'err.query',
      'err.detail',
    ],
    censor: '[hidden]',
  },
  serializers: {
    req: (request: { method: string; routeOptions?: { url?: string } }) => ({
      method: request.method,
      route: request.routeOptions?.url,
    }),
    res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
    err: (error: Error & { driverError?: unknown }) => {
      // The message of a database error may quote a value; its stack does too.
      const quotes = error instanceof DatabaseError || error.driverError !== undefined;
      return {
        type: error.name,
        code: sqlState(error),
        message: quotes ? 'database error' : error.message,
        stack: quotes ? '' : (error.stack ?? ''),
      };
    },
  },
});

/** Nest's own words in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: FastifyBaseLogger) {}
  log = (message: unknown, context?: string) => this.logger.debug({ context }, String(message));
  warn = (message: unknown, context?: string) => this.logger.warn({ context }, String(message));
  debug = (message: unknown, context?: string) => this.logger.debug({ context }, String(message));
  verbose = (message: unknown, context?: string) => this.logger.trace({ context }, String(message));
  fatal = (message: unknown, context?: string) => this.logger.fatal({ context }, String(message));
  error = (message: unknown, ...more: unknown[]) =>
    this.logger.error(
      { context: more.at(-1), stack: more.length > 1 ? more[0] : undefined },
      String(message),
    );
}
