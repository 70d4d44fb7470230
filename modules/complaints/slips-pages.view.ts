import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { may } from '../access';
import type { Actor } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { SLIPS_A_SHEET } from './slips-pdf.view';
import { ComplaintSlips } from './slips.service';

/** The page of slips: what is printed, what was printed, and what somebody proposes to print. */
@Injectable()
export class SlipPages {
  constructor(private readonly papers: ComplaintSlips) {}

  async show(actor: Actor, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const { batches, shelters, contact, proposed } = await this.papers.list(actor);
    return page('complaints/papers', {
      title: translate(mawa.language, 'complaints:papers.title'),
      form,
      batches,
      contact,
      proposed,
      known: contact ?? { address: '', phone: '' },
      slips: SLIPS_A_SHEET,
      shelters: shelters.map(({ id, name }) => ({ value: id, label: name })),
      mayPropose: may(actor, 'complaints:agree-contact'),
    });
  }
}
