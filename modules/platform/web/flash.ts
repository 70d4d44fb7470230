import type { FastifyRequest } from 'fastify';
import type { Flash } from './request';

/** The short word after a redirect travels in a cookie of a minute: it names a sentence, no data. */
export function flashCookie(flash: Flash, request: FastifyRequest): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  const value = encodeURIComponent(JSON.stringify(flash));
  return `mawa_flash=${value}; Max-Age=60; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
