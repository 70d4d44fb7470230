import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';

export interface NewAgreement {
  readonly grantId: string;
  readonly organisationId: string;
  readonly reference: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** With what it is worth, where a partner is advanced money under it. */
export interface WorthAgreement extends NewAgreement {
  readonly amount?: string;
  readonly currency?: string;
}

export interface AgreementRow extends NewAgreement {
  readonly id: string;
  readonly organisation: string;
  readonly ended: boolean;
  readonly amount: string | null;
  readonly currency: string | null;
  /** Once somebody else than who entered it has confirmed it. */
  readonly confirmed: boolean;
  readonly mine: boolean;
}

/** What was signed with a partner or supplier: until when money may be promised under it. */
@Injectable()
export class Agreements {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<AgreementRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<AgreementRow>(
        `SELECT a.id, a.grant_id AS "grantId", a.organisation_id AS "organisationId", localized_name(o.name, o.names) AS organisation, a.reference,
                a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn", a.ends_on < $1 AS ended,
                a.amount::numeric(14,2) AS amount, a.currency, a.entered_by = $2 AS mine,
                EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) AS confirmed
           FROM agreements a JOIN organisations o ON o.id = a.organisation_id ORDER BY a.ends_on DESC, a.reference`,
        [tx.today, tx.actor.userId],
      ),
    );
  }

  make(actor: Actor, agreement: NewAgreement): Promise<{ id: string }> {
    return this.transactions.run(actor, (tx) => this.makeIn(tx, agreement));
  }

  async makeIn(tx: Tx, agreement: WorthAgreement): Promise<{ id: string }> {
    const { grantId, organisationId, reference, startsOn, endsOn } = agreement;
    if (!isCivilDate(startsOn)) throw wrong('common.not_date', 'startsOn');
    if (!isCivilDate(endsOn) || endsOn < startsOn) throw wrong('budget.ends_before', 'endsOn');
    const { amount = null, currency = null } = agreement;
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO agreements (grant_id, organisation_id, reference, starts_on, ends_on, amount, currency)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [grantId, organisationId, reference.trim(), startsOn, endsOn, amount, currency],
      );
      await record(tx, { action: 'budget.make_agreement', kind: 'agreement', ids: [row!.id] });
      return row!;
    } catch (error) {
      const constraint = constraintOf(error);
      if (constraint === 'agreements_grant_id_reference_key') {
        throw new DomainError('conflict', 'budget.agreement_exists', {}, 'reference');
      }
      if (constraint === 'agreements_grant_id_fkey') throw wrong('common.not_choice', 'grantId');
      if (constraint === 'agreements_organisation_id_fkey') {
        throw wrong('common.not_choice', 'organisationId');
      }
      throw error;
    }
  }
}

const wrong = (code: string, field: string) => new DomainError('invalid', code, {}, field);
