import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { endOfDay } from '../../plans';
import { Lists } from '../../reference-lists';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { insertLegalStep, loadProceeding } from './legal-steps.queries';
import { sealedAddressOf } from '../sealed-fields.data';
import { rowOrNotFound } from './proceedings.service';
import { PersonRecords } from '../../beneficiaries';

export interface NewOrder {
  readonly kind: string;
  readonly madeOn: CivilDate;
  readonly dueOn?: CivilDate | null;
  readonly text?: string | null;
}
export interface OrderStep {
  readonly to: 'carried_out' | 'lifted' | 'made';
  readonly on: CivilDate;
  /** Who carried it out. */
  readonly doneBy?: string | null;
  readonly note?: string | null;
}

/** Court orders and their execution; an order with a due day has an open task until it is executed. */
@Injectable()
export class CourtOrders {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly lists: Lists,
    @Inject(ENV) private readonly env: Env,
  ) {}

  add(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    given: NewOrder,
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file, officerId } = await loadProceeding(
        this.records,
        tx,
        caseId,
        proceedingId,
      );
      if (given.madeOn > tx.today)
        throw new DomainError('invalid', 'legal.in_future', {}, 'madeOn');
      if (given.dueOn && given.dueOn < given.madeOn) {
        throw new DomainError('invalid', 'legal.due_before_made', {}, 'dueOn');
      }
      const version = await this.lists.chosenFrom(tx, 'court_order_kinds', given.kind, 'kind');
      const id = randomUUID();
      await tx.query(
        `INSERT INTO court_orders (id, proceeding_id, case_id, kind, kind_version, made_on, due_on, text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          proceedingId,
          file,
          given.kind,
          version,
          given.madeOn,
          given.dueOn ?? null,
          await this.records.sealed(tx, file, sealedAddressOf.orderText(id), given.text),
        ],
      );
      await insertLegalStep(this.records, tx, 'order', id, file, {
        from: 'new',
        to: 'made',
        on: given.madeOn,
      });
      await this.remind(tx, { id, file, officerId, dueOn: given.dueOn ?? null });
      await record(tx, {
        action: 'legal.add_order',
        kind: 'case',
        ids: [file, id],
        fields: [given.kind],
      });
      return { id };
    });
  }

  step(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    id: string,
    given: OrderStep,
  ): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      const { caseId: file, officerId } = await loadProceeding(
        this.records,
        tx,
        caseId,
        proceedingId,
      );
      const order = rowOrNotFound(
        await tx.query<{ state: string; madeOn: CivilDate; dueOn: CivilDate | null }>(
          `SELECT state, made_on::text AS "madeOn", due_on::text AS "dueOn" FROM court_orders WHERE id = $1 AND proceeding_id = $2`,
          [id, proceedingId],
        ),
      );
      if (given.to === 'carried_out' && !given.doneBy) {
        throw new DomainError('invalid', 'legal.by_whom', {}, 'doneBy');
      }
      if (given.on < order.madeOn) throw new DomainError('invalid', 'legal.before_made', {}, 'on');
      const { to, on, note, doneBy: detail = null } = given;
      await insertLegalStep(this.records, tx, 'order', id, file, {
        from: order.state,
        to,
        on,
        note,
        detail,
      });
      if (to === 'made') await this.remind(tx, { id, file, officerId, dueOn: order.dueOn });
      await record(tx, {
        action: 'legal.step_order',
        kind: 'case',
        ids: [file, id],
        fields: [order.state, to],
      });
    });
  }

  private async remind(
    tx: Tx,
    {
      id,
      file,
      officerId,
      dueOn,
    }: { id: string; file: string; officerId: string; dueOn: CivilDate | null },
  ): Promise<void> {
    if (dueOn === null) return;
    const due = endOfDay(dueOn, programmeTime(this.env));
    await tx.query(`SELECT set_task('court_order', $1, $2, $3, $4)`, [file, id, officerId, due]);
  }
}
