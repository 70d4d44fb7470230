import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../../audit';
import { allowedParts, People } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import {
  type HelpClosingReason,
  helpRequestOf,
  helpRequestsOfPerson,
  type HelpRequestRow,
} from './help-requests.queries';

export interface HelpNeed {
  readonly caseId: string;
  /** Codes of the list referral_services. */
  readonly services: readonly string[];
  readonly urgent: boolean;
}

/** At once where it is urgent. */
const due = (urgent: string): string =>
  `mawa_now() + make_interval(days => CASE WHEN ${urgent} THEN 0 ELSE mawa_setting('help_asked_days')::int END)`;

/**
 * Requests for help made on the telephone. A request waits in the case until a referral for it is sent (a trigger
 * closes it), or until a colleague records that none is needed.
 */
@Injectable()
export class HelpRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly lists: Lists,
  ) {}

  /** Records requests within the transaction that opens the case; `field`: form field for an invalid code. */
  async askIn(tx: Tx, { caseId, services, urgent }: HelpNeed, field: string): Promise<void> {
    const kinds = [...new Set(services)];
    let version = 0;
    for (const kind of kinds) {
      version = await this.lists.chosenFrom(tx, 'referral_services', kind, field);
    }
    await tx.query(
      `INSERT INTO help_asked (case_id, service, list_version, urgent, due_at)
       SELECT $1, s, $3, $4, ${due('$4')} FROM unnest($2::text[]) AS s`,
      [caseId, kinds, version, urgent],
    );
    await record(tx, { action: 'referrals.help_ask', kind: 'case', ids: [caseId] });
  }

  /** Opens a task for the colleague who takes over the case. */
  async openTaskIn(tx: Tx, { caseId, urgent }: HelpNeed, userId: string): Promise<void> {
    await tx.query(`SELECT add_task('help_asked', $1, NULL, NULL, $2, ${due('$3')})`, [
      caseId,
      userId,
      urgent,
    ]);
  }

  /** Open requests first. */
  ofPerson(actor: Actor, caseId: string): Promise<HelpRequestRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      if ((await allowedParts(tx, caseId, ['care'])).length === 0) {
        throw new DomainError('forbidden', 'people.part_not_yours');
      }
      await recordReading(tx, 'referrals.list_help_asked', [caseId]);
      return helpRequestsOfPerson(tx, caseId);
    });
  }

  /** Without a referral: it was given here, or is not wanted any more. */
  close(
    actor: Actor,
    id: string,
    reason: HelpClosingReason,
    requestId: string | null = null,
  ): Promise<{ id: string; caseId: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'referrals.help_done', body: { id, reason }, requestId },
      (tx) => this.closeIn(tx, id, reason),
    );
  }

  private async closeIn(tx: Tx, id: string, reason: HelpClosingReason) {
    const help = await helpRequestOf(tx, id);
    if (!help) throw notFound();
    const { caseId } = help;
    const [made] = await tx.query(
      `INSERT INTO help_answers (help_id, case_id, how) VALUES ($1, $2, $3)
       ON CONFLICT (help_id) DO NOTHING RETURNING 1`,
      [id, caseId, reason],
    );
    if (!made) throw new DomainError('conflict', 'referrals.help_over');
    await record(tx, {
      action: 'referrals.help_done',
      kind: 'help_asked',
      ids: [id, caseId],
      fields: [reason],
    });
    return { id, caseId };
  }
}
