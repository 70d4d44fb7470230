import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { allowedParts } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { idempotencyKey, TrainingRecords } from '../training-records.service';
import type { ApplicationState, PlacementState } from './placements/placement-states.rules';

export interface ApplicationHead {
  readonly id: string;
  /** The file under whose key its texts stand. */
  readonly caseId: string;
  readonly offerId: string;
  readonly state: ApplicationState;
}
export interface PlacementHead {
  readonly id: string;
  readonly caseId: string;
  readonly state: PlacementState;
}

/** Access to the work of a person: parts care and story both, since a follow-up discloses what somebody lives through. */
@Injectable()
export class WorkRecords {
  constructor(
    readonly file: TrainingRecords,
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  async mustRead(tx: Tx, caseId: string) {
    const person = await this.file.mustRead(tx, caseId);
    if ((await allowedParts(tx, caseId, ['story'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  async mustAccompany(tx: Tx, caseId: string): Promise<void> {
    await this.mustRead(tx, caseId);
    if (!(await this.file.accompanies(tx, caseId))) {
      throw new DomainError('forbidden', 'people.not_yours_to_change');
    }
  }

  application(tx: Tx, caseId: string, id: string): Promise<ApplicationHead> {
    const columns = 'id, case_id AS "caseId", offer_id AS "offerId", state';
    return this.head(tx, 'work_applications', columns, caseId, id);
  }

  placement(tx: Tx, caseId: string, id: string): Promise<PlacementHead> {
    return this.head(tx, 'work_placements', 'id, case_id AS "caseId", state', caseId, id);
  }

  followUp(tx: Tx, caseId: string, id: string): Promise<{ readonly caseId: string }> {
    return this.head(tx, 'work_follow_ups', 'id, case_id AS "caseId"', caseId, id);
  }

  /** Of this very file or of one joined to it. */
  private async head<R>(
    tx: Tx,
    table: string,
    columns: string,
    caseId: string,
    id: string,
  ): Promise<R> {
    const [row] = await tx.query<R & Record<string, unknown>>(
      `SELECT ${columns} FROM ${table} WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
      [caseId, id],
    );
    if (!row) throw notFound();
    return row;
  }

  once<T extends object>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const digest = (one: unknown) => this.keys.bodyDigest(one);
    return this.transactions.once(actor, idempotencyKey(digest, useCase, body, requestId), work);
  }
}
