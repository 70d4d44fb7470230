import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { insertLegalStep, loadProceeding } from './legal-steps.queries';
import { rowOrNotFound } from './proceedings.service';
import { PersonRecords } from '../../beneficiaries';

export interface NewMeasure {
  readonly kind: string;
  readonly to: 'asked' | 'granted';
  readonly on: CivilDate;
  readonly authority: string;
  readonly proceedingId?: string | null;
  readonly untilOn?: CivilDate | null;
  readonly note?: string | null;
}
export interface MeasureStep {
  readonly to: string;
  readonly on: CivilDate;
  readonly authority?: string | null;
  /** Last day of a granted measure; required where it was granted already and gets a later end. */
  readonly untilOn?: CivilDate | null;
  readonly note?: string | null;
}

/**
 * Measures of protection: asked for, granted or refused, extended, ended; of a proceeding or of none. A granted one
 * with an end has an open task, which follows its steps in PostgreSQL (legal_step_moves_tasks).
 */
@Injectable()
export class ProtectionMeasures {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly lists: Lists,
  ) {}

  add(actor: Actor, caseId: string, given: NewMeasure): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const file = given.proceedingId
        ? (await loadProceeding(this.records, tx, caseId, given.proceedingId)).caseId
        : caseId;
      if (given.untilOn && given.untilOn < given.on) {
        throw new DomainError('invalid', 'legal.ends_before', {}, 'untilOn');
      }
      const version = await this.lists.chosenFrom(tx, 'protection_measures', given.kind, 'kind');
      const id = randomUUID();
      await tx.query(
        `INSERT INTO protection_measures (id, case_id, proceeding_id, kind, kind_version, until_on) VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, file, given.proceedingId ?? null, given.kind, version, given.untilOn ?? null],
      );
      const { to, on, authority: detail, note } = given;
      await insertLegalStep(this.records, tx, 'measure', id, file, {
        from: 'new',
        to,
        on,
        detail,
        note,
      });
      await record(tx, {
        action: 'legal.add_measure',
        kind: 'case',
        ids: [file, id],
        fields: [given.kind, to],
      });
      return { id };
    });
  }

  step(actor: Actor, caseId: string, id: string, given: MeasureStep): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { file, state } = rowOrNotFound(
        await tx.query<{ file: string; state: string }>(
          `SELECT case_id AS file, state FROM protection_measures WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
          [caseId, id],
        ),
      );
      checkEnd(state, given);
      const { authority: detail = null, ...step } = given;
      await insertLegalStep(this.records, tx, 'measure', id, file, {
        ...step,
        detail,
        from: state,
      });
      await record(tx, {
        action: 'legal.step_measure',
        kind: 'case',
        ids: [file, id],
        fields: [state, given.to],
      });
    });
  }
}

/** Only what is granted has an end, which is not before the step; an extension says until when. */
function checkEnd(state: string, { to, on, untilOn }: MeasureStep): void {
  const refuse = (code: string) => new DomainError('invalid', code, {}, 'untilOn');
  if (to !== 'granted') {
    if (untilOn) throw refuse('legal.end_of_granted');
    return;
  }
  if (state === 'granted' && !untilOn) throw refuse('legal.extended_until');
  if (untilOn && untilOn < on) throw refuse('legal.ends_before');
}
