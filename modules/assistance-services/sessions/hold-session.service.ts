import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { splitEvenly, written } from '../../grant-budgeting';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { refuseUsedReceipt, auditReceiptQuestion, receiptOf } from '../receipts.rules';
import type { Cost } from '../receipts.rules';
import { type CancelReason, type Money, Services, type WrittenService } from '../services.service';

export const ATTENDANCES = ['present', 'absent', 'excused'] as const;
export type Attendance = (typeof ATTENDANCES)[number];
export const MOST_PEOPLE = 200;

export interface NewSession extends Cost {
  readonly typeCode: string;
  readonly givenOn: CivilDate;
  /** For each person present. */
  readonly quantity?: string;
  readonly providerId?: string;
  readonly people: readonly { readonly caseId: string; readonly attendance: Attendance }[];
}

/** One session for several people: each who was there was given the service, and bears a part of its cost. */
@Injectable()
export class HoldSessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly services: Services,
  ) {}

  hold(actor: Actor, session: NewSession, requestId: string | null = null) {
    return auditReceiptQuestion(this.transactions, actor, () =>
      this.transactions.once(
        actor,
        { useCase: 'services.hold_session', body: session, requestId },
        (tx) => this.holdIn(tx, session),
      ),
    );
  }

  async holdIn(tx: Tx, session: NewSession): Promise<{ id: string; serviceIds: string[] }> {
    const { typeCode, givenOn, quantity = '1', providerId, cost, people } = session;
    checkPeople(people);
    const present = people.filter(({ attendance }) => attendance === 'present');
    const parts = partsOf(cost, present.length);
    await refuseUsedReceipt(tx, session);
    const receipt = receiptOf(session);
    const given: WrittenService[] = [];
    for (const [place, { caseId }] of present.entries()) {
      const part = parts[place];
      given.push(
        await withCaseNumber(tx, caseId, () =>
          this.services.writeIn(tx, {
            caseId,
            typeCode,
            givenOn,
            quantity,
            providerId,
            ...(part && { cost: part.cost, billBefore: part.before }),
            receipt: receipt ?? undefined,
          }),
        ),
      );
    }
    const id = randomUUID();
    await tx.query(
      `INSERT INTO service_sessions (id, type_code, held_on, quantity, provider_id, cost_amount, cost_currency, receipt, present, by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        id,
        typeCode,
        givenOn,
        quantity,
        providerId ?? null,
        cost?.amount ?? null,
        cost?.currency ?? null,
        receipt,
        present.length,
        tx.actor.userId,
      ],
    );
    await this.attended(tx, id, people, given);
    await record(tx, {
      action: 'services.hold_session',
      kind: 'service_session',
      ids: [id, ...people.map(({ caseId }) => caseId)],
    });
    for (const service of given) await this.services.chargeIn(tx, service);
    return { id, serviceIds: given.map((service) => service.id) };
  }

  /** Cancels all services of a session and reverses their charges. */
  cancel(
    actor: Actor,
    id: string,
    reason: CancelReason,
    requestId: string | null = null,
  ): Promise<{ id: string; cancelled: number }> {
    return this.transactions.once(
      actor,
      { useCase: 'services.cancel_session', body: { id, reason }, requestId },
      (tx) => this.cancelIn(tx, id, reason),
    );
  }

  private async cancelIn(tx: Tx, id: string, reason: CancelReason) {
    const [session] = await tx.query<{ present: number; cancelled: boolean }>(
      `SELECT present, cancelled_at IS NOT NULL AS cancelled FROM service_sessions WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (!session) throw notFound();
    if (session.cancelled) throw new DomainError('conflict', 'sessions.cancelled_already');
    const services = await tx.query<{ id: string; cancelled: boolean }>(
      `SELECT s.id, s.cancelled_at IS NOT NULL AS cancelled
         FROM service_attendance a JOIN services s ON s.id = a.service_id WHERE a.session_id = $1 ORDER BY s.id`,
      [id],
    );
    if (services.length < session.present) throw new DomainError('conflict', 'sessions.not_whole');
    const standing = services.filter(({ cancelled }) => !cancelled);
    await tx.query(
      `UPDATE service_sessions SET cancelled_at = mawa_now(), cancelled_by = $2, cancel_reason = $3 WHERE id = $1`,
      [id, tx.actor.userId, reason],
    );
    await record(tx, { action: 'services.cancel_session', kind: 'service_session', ids: [id] });
    for (const service of standing) await this.services.cancelIn(tx, service.id, reason);
    return { id, cancelled: standing.length };
  }

  private async attended(
    tx: Tx,
    id: string,
    people: NewSession['people'],
    given: readonly WrittenService[],
  ): Promise<void> {
    const serviceOf = new Map(given.map((service) => [service.caseId, service.id]));
    for (const { caseId } of people) {
      if (!serviceOf.has(caseId)) await this.services.mustCare(tx, caseId);
    }
    await tx.query(
      `INSERT INTO service_attendance (session_id, case_id, attendance, service_id)
       SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::uuid[])`,
      [
        id,
        people.map(({ caseId }) => caseId),
        people.map(({ attendance }) => attendance),
        people.map(({ caseId }) => serviceOf.get(caseId) ?? null),
      ],
    );
  }
}

function checkPeople(people: NewSession['people']): void {
  const wrong = (code: string) => new DomainError('invalid', code, {}, 'people');
  if (people.length === 0) throw new DomainError('invalid', 'sessions.nobody', {}, 'people');
  if (new Set(people.map(({ caseId }) => caseId)).size < people.length) {
    throw wrong('sessions.twice');
  }
}

/** Each participant's part of the bill, in order, with the sum of the preceding parts. */
export function partsOf(
  cost: Money | undefined,
  among: number,
): { readonly cost: Money; readonly before: string }[] {
  if (!cost) return [];
  const wrong = (code: string) => new DomainError('invalid', code, {}, 'cost.amount');
  if (!/^\d{1,8}(\.\d{1,2})?$/.test(cost.amount) || Number(cost.amount) === 0) {
    throw new DomainError('invalid', 'common.not_amount', {}, 'cost.amount');
  }
  if (among === 0) throw new DomainError('invalid', 'sessions.nobody_present', {}, 'cost.amount');
  const parts = splitEvenly(cost.amount, among);
  if (parts.at(-1)!.isZero()) throw wrong('sessions.cost_too_small');
  let before = parts[0]!.minus(parts[0]!);
  return parts.map((part) => {
    const one = {
      cost: { amount: written(part), currency: cost.currency },
      before: written(before),
    };
    before = before.plus(part);
    return one;
  });
}

/** Adds the case number to an error about one participant. */
async function withCaseNumber<T>(tx: Tx, caseId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const early = ['services.before_registration', 'services.not_first_contact'];
    const about = ['services.closed_before', ...early];
    if (!(error instanceof DomainError) || !about.includes(error.code)) throw error;
    if (early.includes(error.code)) {
      const [row] = await tx.query<{ number: string }>(
        'SELECT case_number AS number FROM cases WHERE id = $1',
        [caseId],
      );
      throw new DomainError(
        'invalid',
        'sessions.before_registration',
        { number: row?.number ?? '' },
        'people',
      );
    }
    throw new DomainError('invalid', 'sessions.closed_before', {}, 'people');
  }
}
