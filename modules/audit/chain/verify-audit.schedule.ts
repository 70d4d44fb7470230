import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { Mailer } from '../../platform/mail/mailer';
import { JobHandlers } from '../../platform/queue';
import { Clock } from '../../platform/shared/clock';
import { AuditAnchors } from './anchor-audit.service';
import { signedLine } from './audit-anchors';
import { findingSentence } from './audit-findings';
import { AuditKeys } from './audit-keys';
import { AuditSealer } from './audit-sealer.service';
import { type AuditVerification, AuditVerifier } from './verify-audit.service';

const MOST_IN_THE_LOG = 20;

/**
 * Nightly verification of new audit rows, and once a month of all. Findings are reported in the application log, the
 * health check and the metrics.
 */
@Injectable()
export class VerifyAuditSchedule implements OnModuleInit {
  private readonly log = new Logger('audit');

  constructor(
    private readonly sealer: AuditSealer,
    private readonly anchors: AuditAnchors,
    private readonly keys: AuditKeys,
    private readonly verifier: AuditVerifier,
    private readonly handlers: JobHandlers,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({
      kind: 'verify-audit',
      run: async () => void (await this.run()),
    });
  }

  async run(): Promise<AuditVerification> {
    await this.sealer.seal();
    const verification = await this.verifier.verify({ newOnly: true });
    const { findings, findingCount } = verification;
    if (findingCount > 0)
      this.log.error(
        `the audit log was verified: ${findingCount} findings (npx mawa audit verify shows all)`,
      );
    for (const finding of findings.slice(0, MOST_IN_THE_LOG))
      this.log.error(findingSentence(finding));
    if (this.env.MAWA_AUDIT_MAIL) await this.mail(this.env.MAWA_AUDIT_MAIL, verification);
    return verification;
  }

  /** In English and for machines too: each line of a head can be given to `mawa audit verify --anchors`. */
  private async mail(to: string, { findingCount }: AuditVerification): Promise<void> {
    const at = this.clock.now().toISOString();
    const heads = (await this.anchors.heads()).map((head) =>
      JSON.stringify(signedLine(this.keys.anchors, head)),
    );
    await this.mailer.send({
      id: `audit-${at.slice(0, 10)}`,
      to,
      subject: findingCount === 0 ? 'Log verified' : `Log verified: ${findingCount} findings`,
      text: [`Verified at ${at}, findings: ${findingCount}`, ...heads, ''].join('\n'),
    });
  }
}
