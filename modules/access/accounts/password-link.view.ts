import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import type { ConfirmedLink } from '../passwords/password-links.service';

interface LinkPage {
  readonly name: string;
  /** Public base URL of Mawa. */
  readonly base: string | undefined;
  readonly language: Language;
}

/** Page that shows a password link, the only time it is shown. */
export function linkPage(
  { userId, path, expiresAt }: ConfirmedLink,
  { name, base, language }: LinkPage,
): PageView {
  return page('access/link', {
    title: translate(language, 'accounts:link.title', { name }),
    address: new URL(path, base).href,
    expiresAt,
    backPath: `/admin/users/${userId}`,
  });
}
