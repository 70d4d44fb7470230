import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { latestVerifications } from './verifications.queries';

const MOST = 60;

/** Results of the verifications of the audit log; tasks about findings link here. */
@ApiExcludeController()
@Controller('audit/verifications')
export class VerificationsPagesController {
  constructor(private readonly transactions: Transactions) {}

  @Allow('audit-verifications:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const verifications = await this.transactions.run(actor, (tx) => latestVerifications(tx, MOST));
    return page('audit/verifications', {
      title: translate(mawa.language, 'audit:verifications'),
      verifications: verifications.map((one) => ({
        ...one,
        sentences: one.findings.map(({ kind, log, seq = '', batch = '' }) =>
          translate(mawa.language, `audit:finding.${kind}`, { log, seq, batch }),
        ),
      })),
    });
  }
}
