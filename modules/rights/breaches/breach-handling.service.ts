import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { pastInstant } from './breach-reports.service';
import { type BreachTable, BreachTexts } from './breach-texts.service';
import type {
  AskWaiverDto,
  AssessBreachDto,
  BreachMeasureDto,
  BreachNoticeDto,
  WaiverDecision,
} from './breach.dto';
import { breachOf } from './breach.queries';
import { type BreachState, isOutstanding } from './breach.rules';
import { summariesOf } from './breaches.service';

type BreachVerb =
  | 'assess'
  | 'measure'
  | 'notify'
  | 'ask_waiver'
  | `waiver_${WaiverDecision}`
  | 'close';

const translated = constraintTranslator({
  breach_step_follows: ['conflict', 'breaches.moved'],
  breach_step_is_legal: ['conflict', 'breaches.moved'],
  breach_waivers_once: ['conflict', 'breaches.waiver_stands', 'waivedRecipient'],
  breach_waivers_by_two: ['conflict', 'breaches.by_another'],
  breach_closing_by_two: ['conflict', 'breaches.closed_by_another'],
});

/** Decisions on a breach: risk, measures, notices made or waived, closing. */
@Injectable()
export class BreachHandling {
  constructor(
    private readonly transactions: Transactions,
    private readonly texts: BreachTexts,
  ) {}

  /** Opens a closed one again. Error: `breaches.consequence_missing`. */
  assess(actor: Actor, id: string, body: AssessBreachDto) {
    return this.withLockedBreach(actor, 'assess', id, async (tx, state) => {
      const consequences = [...new Set(body.consequences ?? [])];
      if (consequences.length === 0 && ['risk', 'high_risk'].includes(body.risk)) {
        throw new DomainError('invalid', 'breaches.consequence_missing', {}, 'consequences');
      }
      const row = randomUUID();
      await tx.query(
        `INSERT INTO breach_assessments (id, breach_id, risk, consequences, people_count, records_count, reason_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          row,
          id,
          body.risk,
          consequences,
          body.peopleCount ?? null,
          body.recordsCount ?? null,
          await this.sealed(tx, id, 'breach_assessments', row, body.reason),
        ],
      );
      if (state !== 'assessed') await step(tx, id, state, 'assessed');
    });
  }

  measure(actor: Actor, id: string, body: BreachMeasureDto) {
    return this.withLockedBreach(actor, 'measure', id, async (tx, state) => {
      mustBeOpen(state);
      const takenAt = await pastInstant(tx, body.takenAt, 'takenAt');
      const row = randomUUID();
      await tx.query(
        'INSERT INTO breach_measures (id, breach_id, kind, taken_at, note_sealed) VALUES ($1, $2, $3, $4, $5)',
        [
          row,
          id,
          body.measure,
          takenAt,
          await this.sealed(tx, id, 'breach_measures', row, body.measureNote),
        ],
      );
    });
  }

  /**
   * Records that a notice was made; Mawa sends nothing. Errors: `breaches.in_person`, `breaches.people_informed`,
   * `breaches.before_noticed`.
   */
  notify(actor: Actor, id: string, body: BreachNoticeDto) {
    return this.withLockedBreach(actor, 'notify', id, async (tx, state) => {
      mustBeOpen(state);
      const isPeople = body.recipient === 'people';
      if (isPeople && body.way !== 'in_person') {
        throw new DomainError('invalid', 'breaches.in_person', {}, 'way');
      }
      if (isPeople && body.peopleInformed === undefined) {
        throw new DomainError('invalid', 'breaches.people_informed', {}, 'peopleInformed');
      }
      const madeAt = await pastInstant(tx, body.madeAt, 'madeAt');
      if (madeAt < (await breachOf(tx, id))!.noticedAt) {
        throw new DomainError('invalid', 'breaches.before_noticed', {}, 'madeAt');
      }
      const row = randomUUID();
      await tx.query(
        `INSERT INTO breach_notices (id, breach_id, recipient, made_at, way, people_informed, reference_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          row,
          id,
          body.recipient,
          madeAt,
          body.way,
          isPeople ? body.peopleInformed : null,
          await this.sealed(tx, id, 'breach_notices', row, body.reference),
        ],
      );
    });
  }

  /** Asks that a notice is not made. Error: `breaches.waiver_stands`. */
  askWaiver(actor: Actor, id: string, body: AskWaiverDto) {
    return this.withLockedBreach(actor, 'ask_waiver', id, async (tx, state) => {
      mustBeOpen(state);
      const [summary] = await summariesOf(tx, [(await breachOf(tx, id))!]);
      const isWaived = summary!.deadlines.some(
        ({ recipient, status }) => recipient === body.waivedRecipient && status.state === 'waived',
      );
      if (isWaived)
        throw new DomainError('conflict', 'breaches.waiver_stands', {}, 'waivedRecipient');
      const row = randomUUID();
      await tx.query(
        'INSERT INTO breach_waivers (id, breach_id, recipient, reason, note_sealed) VALUES ($1, $2, $3, $4, $5)',
        [
          row,
          id,
          body.waivedRecipient,
          body.waiverReason,
          await this.sealed(tx, id, 'breach_waivers', row, body.waiverNote),
        ],
      );
    });
  }

  /** By somebody who did not ask. Errors: `breaches.by_another`, `breaches.waiver_decided`. */
  decideWaiver(actor: Actor, id: string, waiverId: string, decision: WaiverDecision) {
    return this.withLockedBreach(actor, `waiver_${decision}`, id, async (tx, state) => {
      mustBeOpen(state);
      const [waiver] = await tx.query<{ decision: string | null; own: boolean }>(
        `SELECT w.decision, w.asked_by = mawa_actor() AS own
           FROM breach_waivers w WHERE w.id = $1 AND w.breach_id = $2`,
        [waiverId, id],
      );
      if (!waiver) throw notFound();
      if (waiver.decision) throw new DomainError('conflict', 'breaches.waiver_decided');
      if (waiver.own) throw new DomainError('conflict', 'breaches.by_another');
      await tx.query(
        `UPDATE breach_waivers SET decision = $2, decided_by = mawa_actor(), decided_at = mawa_now()
          WHERE id = $1 AND decision IS NULL`,
        [waiverId, decision],
      );
    });
  }

  /**
   * Errors: `breaches.assess_first`, `breaches.notices_open`, `breaches.waivers_open`, `breaches.closed_by_another`,
   * `breaches.moved`.
   */
  close(actor: Actor, id: string, lessons: string) {
    return this.withLockedBreach(actor, 'close', id, async (tx, state) => {
      mustBeOpen(state);
      if (state === 'reported') throw new DomainError('conflict', 'breaches.assess_first');
      const [summary] = await summariesOf(tx, [(await breachOf(tx, id))!]);
      const { deadlines } = summary!;
      if (deadlines.some(({ isWaiverAsked }) => isWaiverAsked)) {
        throw new DomainError('conflict', 'breaches.waivers_open');
      }
      const open = deadlines.filter(({ status }) => isOutstanding(status)).length;
      if (open > 0) throw new DomainError('conflict', 'breaches.notices_open', { count: open });
      await step(tx, id, state, 'closed', (row) =>
        this.sealed(tx, id, 'breach_steps', row, lessons),
      );
    });
  }

  /**
   * Locks the breach, runs `work` with its state and audits the action. The audit row names the action only, since the
   * breach may concern the auditor who reads it.
   */
  private withLockedBreach(
    actor: Actor,
    verb: BreachVerb,
    id: string,
    work: (tx: Tx, state: BreachState) => Promise<void>,
  ): Promise<{ id: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const [locked] = await tx.query<{ state: BreachState | null }>(
          'SELECT lock_breach($1) AS state',
          [id],
        );
        if (!locked?.state) throw notFound();
        await work(tx, locked.state);
        await record(tx, { action: `breaches.${verb}`, kind: 'breach', ids: [id] });
        return { id };
      }),
    );
  }

  private async sealed(
    tx: Tx,
    breachId: string,
    table: BreachTable,
    row: string,
    text: string | undefined,
  ): Promise<Buffer | null> {
    const trimmed = text?.trim();
    return trimmed ? this.texts.seal(tx, breachId, table, row, trimmed) : null;
  }
}

function mustBeOpen(state: BreachState): void {
  if (state === 'closed') throw new DomainError('conflict', 'breaches.closed');
}

async function step(
  tx: Tx,
  breachId: string,
  from: BreachState,
  to: BreachState,
  lessons: (row: string) => Promise<Buffer | null> = async () => null,
): Promise<void> {
  const row = randomUUID();
  await tx.query(
    'INSERT INTO breach_steps (id, breach_id, from_state, to_state, lessons_sealed) VALUES ($1, $2, $3, $4, $5)',
    [row, breachId, from, to, await lessons(row)],
  );
}
