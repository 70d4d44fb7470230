import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { isCode } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { loadProceeding } from './legal-steps.queries';
import { translateLegalErrors } from '../legal.errors';
import { type AccusedCount, sumAccused, type AmountKind, type ContactRole } from '../legal.rules';
import { sealedAddressOf } from '../sealed-fields.data';
import { PersonRecords } from '../../beneficiaries';

export interface NewContact {
  readonly role: ContactRole;
  readonly name?: string | null;
  readonly phone?: string | null;
  readonly organisationId?: string | null;
  readonly language?: string | null;
}
export interface NewAmount {
  readonly what: AmountKind;
  /** Decimal text with at most two decimals. */
  readonly amount: string;
  readonly currency: string;
  readonly on: CivilDate;
}

/** Details of a proceeding: contacts, amounts, number of accused. */
@Injectable()
export class ProceedingDetails {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
  ) {}

  addContact(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    given: NewContact,
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file } = await loadProceeding(this.records, tx, caseId, proceedingId);
      if (!given.name?.trim() && !given.organisationId) {
        throw new DomainError('invalid', 'legal.contact_of_nobody', {}, 'name');
      }
      if (given.language && !isCode('languages', given.language)) {
        throw new DomainError('invalid', 'common.not_choice', { field: 'language' }, 'language');
      }
      if (given.organisationId) {
        const known = await tx.query('SELECT 1 FROM organisations WHERE id = $1 AND active', [
          given.organisationId,
        ]);
        if (known.length === 0) {
          throw new DomainError('invalid', 'legal.unknown_organisation', {}, 'organisationId');
        }
      }
      const id = randomUUID();
      await tx.query(
        `INSERT INTO proceeding_contacts (id, proceeding_id, case_id, role, organisation_id, name, phone, language)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          proceedingId,
          file,
          given.role,
          given.organisationId ?? null,
          await this.records.sealed(tx, file, sealedAddressOf.contactName(id), given.name),
          await this.records.sealed(tx, file, sealedAddressOf.contactPhone(id), given.phone),
          given.language ?? null,
        ],
      );
      await record(tx, {
        action: 'legal.add_contact',
        kind: 'case',
        ids: [file, id],
        fields: [given.role],
      });
      return { id };
    });
  }

  endContact(actor: Actor, caseId: string, proceedingId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file } = await loadProceeding(this.records, tx, caseId, proceedingId);
      const ended = await tx.query(
        `UPDATE proceeding_contacts SET ended_at = mawa_now(), ended_by = mawa_actor()
          WHERE id = $1 AND proceeding_id = $2 AND ended_at IS NULL RETURNING id`,
        [id, proceedingId],
      );
      if (ended.length === 0) throw notFound();
      await record(tx, { action: 'legal.end_contact', kind: 'case', ids: [file, id] });
    });
  }

  addAmount(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    given: NewAmount,
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file } = await loadProceeding(this.records, tx, caseId, proceedingId);
      if (!/^\d{1,10}(\.\d{1,2})?$/.test(given.amount) || Number(given.amount) <= 0) {
        throw new DomainError('invalid', 'common.not_amount', {}, 'amount');
      }
      if (given.on > tx.today) throw new DomainError('invalid', 'legal.in_future', {}, 'on');
      const id = randomUUID();
      await translateLegalErrors(
        tx.query(
          `INSERT INTO compensation_amounts (id, proceeding_id, case_id, what, amount, currency, on_day) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, proceedingId, file, given.what, given.amount, given.currency, given.on],
        ),
      );
      await record(tx, {
        action: 'legal.add_amount',
        kind: 'case',
        ids: [file, id],
        fields: [given.what],
      });
      return { id };
    });
  }

  /** Retracts an amount recorded by mistake; it stays readable and no longer counts. */
  retractAmount(actor: Actor, caseId: string, proceedingId: string, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file } = await loadProceeding(this.records, tx, caseId, proceedingId);
      const gone = await translateLegalErrors(
        tx.query(
          `UPDATE compensation_amounts SET retracted_at = mawa_now(), retracted_by = mawa_actor()
            WHERE id = $1 AND proceeding_id = $2 AND retracted_at IS NULL RETURNING id`,
          [id, proceedingId],
        ),
      );
      if (gone.length === 0) throw notFound();
      await record(tx, { action: 'legal.retract_amount', kind: 'case', ids: [file, id] });
    });
  }

  /** Replaces the counts of accused by a new revision; earlier revisions are kept. */
  countAccused(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    given: { readonly revision: number; readonly counts: readonly AccusedCount[] },
  ): Promise<{ revision: number }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file, track } = await loadProceeding(this.records, tx, caseId, proceedingId);
      if (track !== 'criminal') throw new DomainError('invalid', 'legal.nobody_is_accused');
      for (const { nationality } of given.counts) {
        if (nationality !== 'unknown' && !isCode('nationalities', nationality)) {
          throw new DomainError('invalid', 'common.not_choice', { field: 'nationality' });
        }
      }
      const [last] = await tx.query<{ revision: number }>(
        'SELECT coalesce(max(revision), 0)::int AS revision FROM accused_counts WHERE proceeding_id = $1',
        [proceedingId],
      );
      if (last!.revision !== given.revision) {
        throw new DomainError('conflict', 'legal.saved_by_another');
      }
      const written = sumAccused(given.counts.filter(({ count }) => count > 0));
      const counts = written.length > 0 ? written : [NO_ACCUSED];
      const revision = given.revision + 1;
      await translateLegalErrors(
        tx.query(
          `INSERT INTO accused_counts (proceeding_id, case_id, revision, sex, age_group, nationality, education, count)
           SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[])`,
          [
            proceedingId,
            file,
            revision,
            counts.map(({ sex }) => sex),
            counts.map(({ ageGroup }) => ageGroup),
            counts.map(({ nationality }) => nationality),
            counts.map(({ education }) => education),
            counts.map(({ count }) => count),
          ],
        ),
      );
      await record(tx, { action: 'legal.count_accused', kind: 'case', ids: [file, proceedingId] });
      return { revision };
    });
  }
}

const NO_ACCUSED: AccusedCount = {
  sex: 'unknown',
  ageGroup: 'unknown',
  nationality: 'unknown',
  education: 'unknown',
  count: 0,
};
