import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import type { Language } from '../platform/shared/actor';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import type { ReferralRow } from './referrals.queries';
import type { CreatedLink } from './links/partner-links.service';

/** Printable link: its subject in the partner's language, and the page to return to. */
export interface LinkSlip extends CreatedLink {
  readonly reference: string;
  readonly what: Readonly<Record<Language, string>>;
  readonly dueAt: Date;
  readonly backPath: string;
  readonly backLabel: string;
}

export const referralLinkSlip = (
  { referral, ...made }: CreatedLink & { readonly referral: ReferralRow },
  language: Language,
): LinkSlip => ({
  ...made,
  reference: referral.reference,
  what: referral.serviceName,
  dueAt: referral.dueAt,
  backPath: `/referrals/${referral.id}`,
  backLabel: translate(language, 'referrals:hand.back'),
});

/** The only page that shows a link: to copy, or as a paper slip without anybody's name. */
@Injectable()
export class LinkSlips {
  constructor(@Inject(ENV) private readonly env: Env) {}

  show(link: LinkSlip, { mawa }: FastifyRequest, status = 200): PageView {
    const { path, expiresAt, reference, what, dueAt, backPath, backLabel } = link;
    const address = new URL(path, mawa.publicUrl).href;
    const theirs = new URL(address).searchParams.get('l') as Language;
    const due = formatDate(dueAt, theirs, this.env.MAWA_OFFSET_MINUTES);
    return page(
      'referrals/link',
      {
        title: translate(mawa.language, 'referrals:hand.title'),
        backPath,
        backLabel,
        handedOut: true,
        address,
        expiresAt,
        // On paper it is typed: the page itself offers the languages.
        typed: address.replace(/\?.*$/, ''),
        language: theirs,
        direction: theirs === 'ar' ? 'rtl' : 'ltr',
        message: translate(theirs, 'referrals:hand.message', {
          reference,
          what: what[theirs],
          due,
          address,
        }),
        slip: {
          title: translate(theirs, 'referrals:link.title'),
          about: `${reference} · ${what[theirs]}`,
          answer: translate(theirs, 'referrals:hand.before', { due }),
          how: translate(theirs, 'referrals:hand.how'),
        },
      },
      status,
    );
  }
}
