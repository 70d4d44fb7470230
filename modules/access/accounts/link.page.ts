import type { FastifyRequest } from 'fastify';
import { translate } from '../../../src/web/i18n';
import { page, type PageView } from '../../../src/web/page';
import type { NewLink } from '../passwords/password-links.service';

/** The one time that a link is seen. */
export function linkPage(
  request: FastifyRequest,
  { userId, name, link }: { userId: string; name: string; link: NewLink },
): PageView {
  return page('access/link', {
    title: translate(request.mawa.language, 'accounts:link.title', { name }),
    address: new URL(link.path, request.mawa.publicUrl).href,
    expiresAt: link.expiresAt,
    waits: link.waits,
    backPath: `/admin/users/${userId}`,
  });
}
