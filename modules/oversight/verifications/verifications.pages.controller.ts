import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { AuditFinding } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';

interface Verification {
  readonly id: string;
  readonly at: Date;
  readonly rowCount: number;
  readonly batchCount: number;
  readonly findingCount: number;
  readonly whole: boolean;
  readonly findings: readonly AuditFinding[];
}

const MOST = 60;

/** What the verifications of the audit log found: where the task of a finding leads. */
@ApiExcludeController()
@Controller('audit/verifications')
export class VerificationsPagesController {
  constructor(private readonly transactions: Transactions) {}

  @Allow('audit-verifications:read')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const verifications = await this.transactions.run(actor, (tx) =>
      tx.query<Verification>(
        `SELECT v.id, v.at, v.row_count::float8 AS "rowCount", v.batch_count::float8 AS "batchCount",
                v.finding_count::float8 AS "findingCount", v.whole, v.findings
           FROM audit_verifications v ORDER BY v.at DESC, v.id LIMIT ${MOST}`,
      ),
    );
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
