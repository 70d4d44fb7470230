import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';

import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { mustBeOpenCourt } from '../courts/courts.queries';
import { cancelComingHearings, type CancelledHearing } from './coming-hearings.queries';
import { insertLegalStep, loadProceeding } from './legal-steps.queries';
import { END_STATES, normaliseFileNumber, type ProceedingKind } from '../legal.rules';
import { sealedAddressOf } from '../sealed-fields.data';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../legal.errors';

export interface NewProceeding {
  readonly kind: ProceedingKind;
  readonly openedOn: CivilDate;
  /** Stage at the time of recording. */
  readonly stage: string;
  readonly courtId?: string | null;
  readonly prosecutorFile?: string | null;
  readonly courtFile?: string | null;
  /** Colleague who follows it; the author by default. */
  readonly officerId?: string | null;
  readonly note?: string | null;
}
export interface ChangedProceeding {
  readonly revision: number;
  readonly courtId?: string | null;
  readonly prosecutorFile?: string | null;
  readonly courtFile?: string | null;
  readonly officerId?: string | null;
}
export interface StageStep {
  readonly to: string;
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** Proceedings of a person: opened, followed step by step, put right. */
@Injectable()
export class Proceedings {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly keys: Keys,
  ) {}

  open(
    actor: Actor,
    caseId: string,
    given: NewProceeding,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'legal.open', body: this.keys.bodyDigest({ caseId, ...given }), requestId },
      (tx) => this.openIn(tx, caseId, given),
    );
  }

  async openIn(tx: Tx, caseId: string, given: NewProceeding): Promise<{ id: string }> {
    await this.records.mustWrite(tx, caseId);
    mustNotBeInFuture(tx, given.openedOn, 'openedOn');
    if (given.courtId) await mustBeOpenCourt(tx, given.courtId);
    const officerId = given.officerId ?? tx.actor.userId;
    await mustHoldCase(tx, caseId, officerId);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO proceedings (id, case_id, kind, court_id, prosecutor_file, court_file, file_digest, opened_on, officer_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        caseId,
        given.kind,
        given.courtId ?? null,
        await this.records.sealed(
          tx,
          caseId,
          sealedAddressOf.prosecutorFile(id),
          given.prosecutorFile,
        ),
        await this.records.sealed(tx, caseId, sealedAddressOf.courtFile(id), given.courtFile),
        this.digest(given.prosecutorFile),
        given.openedOn,
        officerId,
      ],
    );
    const step = { from: 'new', to: given.stage, on: given.openedOn, note: given.note };
    await insertLegalStep(this.records, tx, 'proceeding', id, caseId, step).catch(
      translateStageError,
    );
    await record(tx, {
      action: 'legal.open',
      kind: 'case',
      ids: [caseId, id],
      fields: [given.kind, given.stage],
    });
    return { id };
  }

  change(actor: Actor, caseId: string, id: string, given: ChangedProceeding): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file, officerId: before } = await loadProceeding(
        this.records,
        tx,
        caseId,
        id,
      );
      if (given.courtId) await mustBeOpenCourt(tx, given.courtId);
      const officerId = given.officerId ?? before;
      if (officerId !== before) await mustHoldCase(tx, caseId, officerId);
      const changed = await tx.query(
        `UPDATE proceedings SET court_id = $3, prosecutor_file = $4, court_file = $5, file_digest = $6, officer_id = $7,
                revision = revision + 1
          WHERE id = $1 AND revision = $2 RETURNING id`,
        [
          id,
          given.revision,
          given.courtId ?? null,
          await this.records.sealed(
            tx,
            file,
            sealedAddressOf.prosecutorFile(id),
            given.prosecutorFile,
          ),
          await this.records.sealed(tx, file, sealedAddressOf.courtFile(id), given.courtFile),
          this.digest(given.prosecutorFile),
          officerId,
        ],
      );
      if (changed.length === 0) throw new DomainError('conflict', 'legal.saved_by_another');
      await record(tx, {
        action: 'legal.change',
        kind: 'case',
        ids: [file, id],
        fields: ['court', 'prosecutor_file', 'court_file', 'officer'],
      });
    });
  }

  /** The next stage; where it ends the proceeding, its hearings to come are cancelled. */
  step(
    actor: Actor,
    caseId: string,
    id: string,
    step: StageStep,
  ): Promise<{ id: string; cancelledHearings: CancelledHearing[] }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file, state } = await loadProceeding(this.records, tx, caseId, id);
      const stepId = await insertLegalStep(this.records, tx, 'proceeding', id, file, {
        ...step,
        from: state,
      });
      const cancelledHearings = END_STATES.includes(step.to)
        ? await cancelComingHearings(this.records, tx, id)
        : [];
      await record(tx, {
        action: 'legal.step',
        kind: 'case',
        ids: [file, id, ...cancelledHearings.map((one) => one.id)],
        fields: [state, step.to],
      });
      return { id: stepId, cancelledHearings };
    });
  }

  /** Colleagues who may follow a proceeding of this person: those who hold the file. */
  holders(actor: Actor, caseId: string): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustRead(tx, caseId);
      return holdersOf(tx, caseId);
    });
  }

  private digest(number?: string | null): Buffer | null {
    const plain = normaliseFileNumber(number ?? '');
    return plain === '' ? null : this.keys.documentDigest(`prosecutor ${plain}`);
  }
}

export const holdersOf = (tx: Tx, caseId: string): Promise<{ id: string; name: string }[]> =>
  tx.query(
    `SELECT DISTINCT h.user_id AS id, h.name FROM mawa_files($1) f CROSS JOIN LATERAL case_holders(f) h
      WHERE EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = h.user_id AND r.ended_at IS NULL
              AND r.role IN ('legal_officer', 'reintegration_officer', 'case_supervisor')) ORDER BY h.name`,
    [caseId],
  );

async function mustHoldCase(tx: Tx, caseId: string, officerId: string): Promise<void> {
  if ((await holdersOf(tx, caseId)).some(({ id }) => id === officerId)) return;
  throw new DomainError('invalid', 'legal.officer_without_file', {}, 'officerId');
}

/** On this form the first state is called a stage, and its day the day of opening. */
function translateStageError(error: unknown): never {
  if (error instanceof DomainError && error.field === 'to') {
    throw new DomainError('invalid', 'legal.no_such_start', {}, 'stage');
  }
  throw error;
}

export const mustBeOpen = (state: string): void => {
  if (state === 'closed') throw new DomainError('conflict', 'legal.is_closed');
};

export const rowOrNotFound = <R>([row]: readonly R[]): R => {
  if (!row) throw notFound();
  return row;
};
