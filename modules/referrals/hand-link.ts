import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Env } from '../../src/config/env';
import { ENV } from '../../src/config/env.token';
import type { Actor } from '../../src/shared/actor';
import { formatDate } from '../../src/web/format';
import { translate } from '../../src/web/i18n';
import { page, type PageView } from '../../src/web/page';
import { Referrals } from './referrals.service';

/** The one page on which a link is told: to copy, or on a slip of paper; nobody's name on it. */
@Injectable()
export class HandLinks {
  constructor(
    private readonly referrals: Referrals,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async make(
    actor: Actor,
    id: string,
    { mawa, protocol, host }: FastifyRequest,
    status = 200,
  ): Promise<PageView> {
    const { path, expiresAt, referral } = await this.referrals.makeLink(actor, id);
    const address = new URL(path, this.env.MAWA_PUBLIC_URL ?? `${protocol}://${host}`).href;
    const theirs = new URL(address).searchParams.get('l') as 'fr' | 'ar' | 'en';
    const offset = this.env.MAWA_OFFSET_MINUTES;
    const { reference, dueAt } = referral;
    return page(
      'referrals/link',
      {
        title: translate(mawa.language, 'referrals:hand.title'),
        referral,
        address,
        // On paper it is typed: the page itself offers the languages.
        typed: address.replace(/\?.*$/, ''),
        expiresAt,
        language: theirs,
        direction: theirs === 'ar' ? 'rtl' : 'ltr',
        message: translate(theirs, 'referrals:hand.message', {
          reference,
          what: referral.serviceName[theirs],
          due: formatDate(dueAt, theirs, offset),
          address,
        }),
        slip: {
          title: translate(theirs, 'referrals:link.title'),
          about: `${reference} · ${referral.serviceName[theirs]}`,
          answer: translate(theirs, 'referrals:hand.before', {
            due: formatDate(dueAt, theirs, offset),
          }),
          how: translate(theirs, 'referrals:hand.how'),
        },
      },
      status,
    );
  }
}
