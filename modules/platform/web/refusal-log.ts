import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../shared/domain.errors';
import { inTrace } from '../shared/trace';
import { type KnownError, knownErrorOf } from './known-errors';

const logger = new Logger('Refusals');

/** Refused input, rights and limits. Not 401, 404 and 409, which daily work meets: an ended session, a closed case, a bed that is taken. */
const LOGGED: ReadonlySet<number> = new Set([400, 403, 413, 414, 415, 422, 429, 431]);

/** A line for input or an act that was refused: the codes, in the trace of its request; no value and no name of a field. */
export function logRefusal(request: FastifyRequest, { status, code, fields }: KnownError): void {
  const { config, url } = request.routeOptions ?? {};
  if (!LOGGED.has(status) || config?.quiet) return;
  const codes = [...new Set([code, ...fields.map((field) => field.code)])];
  const line = { message: 'refused', method: request.method, route: url, status, codes };
  inTrace(String(request.id), () => logger.log(line));
}

/** For forms that are shown again. */
export const logRefusedForm = (request: FastifyRequest, error: DomainError): void =>
  logRefusal(request, knownErrorOf(error)!);
