import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';
import { DatabaseError } from 'pg';
import { sqlState } from '../database/transactions';
import { currentTraceId } from '../shared/trace';

/**
 * Fields of a log line: method, route, status, duration, ids and trace id. Never a body, query string, cookie or
 * address with words.
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

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

interface Line {
  readonly message: string;
}

const isLine = (said: unknown): said is Line => typeof said === 'object' && said !== null;

/** Logger of NestJS, writing to the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: FastifyBaseLogger) {}
  /** Words are Nest's own, of a start; fields with a message are a line of the application, as of a job. */
  log = (line: unknown, context?: string) =>
    isLine(line) ? this.writeLine('info', line, context) : this.write('debug', line, { context });
  warn = (line: unknown, context?: string) =>
    isLine(line) ? this.writeLine('warn', line, context) : this.write('warn', line, { context });
  debug = (message: unknown, context?: string) => this.write('debug', message, { context });
  verbose = (message: unknown, context?: string) => this.write('trace', message, { context });
  fatal = (message: unknown, context?: string) => this.write('fatal', message, { context });
  error = (message: unknown, ...more: unknown[]) =>
    this.write('error', message, {
      context: more.at(-1),
      stack: more.length > 1 ? more[0] : undefined,
    });

  private writeLine(level: Level, { message, ...fields }: Line, context?: string): void {
    this.write(level, message, { context, ...fields });
  }

  private write(level: Level, message: unknown, fields: object): void {
    this.logger[level]({ traceId: currentTraceId(), ...fields }, String(message));
  }
}
