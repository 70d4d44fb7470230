import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import {
  loadBooking,
  loadBookings,
  moveBooking,
  mustAnswerFor,
} from '../bookings/booking-steps.queries';
import { lockParty } from '../bookings/stay-extension.queries';
import { reopenRequest } from '../bookings/stays.service';
import type { AskOverrideDto, OverrideAnswer } from '../dto/override.dto';
import { BedHolds, type HoldResult } from '../placing/hold.service';
import { mustBeSetAside, type RuleSetAside } from '../placing/placement-check.rules';
import type { Period } from '../../platform/shared/periods.rules';
import { overrideFigures, type OverrideFigures } from './overrides.figures';
import { overrideOf, overrides, type OverrideRow } from './overrides.queries';
import { openApprovalTasks } from './override-tasks.queries';

export interface OverrideRequest extends HoldResult {
  readonly overrideId: string;
}

/**
 * Override of a hard placement rule by two people: one holds the beds and gives the reason, another agrees while they
 * are held. A refused or expired request releases the beds.
 */
@Injectable()
export class Overrides {
  constructor(
    private readonly transactions: Transactions,
    private readonly holds: BedHolds,
  ) {}

  ask(
    actor: Actor,
    requestId: string,
    body: AskOverrideDto,
    repeatId: string | null = null,
  ): Promise<OverrideRequest> {
    return this.transactions.once(
      actor,
      { useCase: 'overrides.ask', body: { requestId, ...body }, requestId: repeatId },
      (tx) => this.askIn(tx, requestId, body),
    );
  }

  private async askIn(
    tx: Tx,
    requestId: string,
    { placements, reason, until }: AskOverrideDto,
  ): Promise<OverrideRequest> {
    const most = await mostNights(tx);
    let aside: RuleSetAside[] = [];
    const note = { about: 'override', text: reason } as const;
    const { held, placing } = await this.holds.holdBeds(tx, requestId, placements, {
      note,
      check: (judged) => {
        mustHoldFor(judged.party.nights.from, until, most);
        aside = mustBeSetAside(judged, placements, tx.actor.language);
        if (aside.length === 0) throw new DomainError('invalid', 'overrides.nothing_to_set_aside');
      },
    });
    const overrideId = randomUUID();
    await tx.query(
      `INSERT INTO override_asks (id, request_id, rule_set, until, asked_by) VALUES ($1, $2, $3, $4, mawa_actor())`,
      [overrideId, requestId, placing.ruleSet, until],
    );
    const bookingOf = new Map(held.bookings.map((one) => [one.caseId, one.id]));
    await tx.query(
      `INSERT INTO override_rules (ask_id, asked_by, booking_id, case_id, rule, code)
       SELECT $1, mawa_actor(), r."bookingId", r."caseId", r.rule, r.code
         FROM jsonb_to_recordset($2::jsonb) AS r("bookingId" uuid, "caseId" uuid, rule text, code text)
       ON CONFLICT DO NOTHING`,
      [
        overrideId,
        JSON.stringify(aside.map((one) => ({ ...one, bookingId: bookingOf.get(one.caseId) }))),
      ],
    );
    const first = aside[0]!;
    const subject = { caseId: first.caseId, id: bookingOf.get(first.caseId)! };
    await openApprovalTasks(tx, subject, new Date(held.holdUntil));
    const bookings = held.bookings.map(({ id }) => id);
    const fields = [...new Set(aside.map(({ rule }) => rule))];
    const ids = [overrideId, ...bookings];
    await record(tx, { action: 'overrides.ask', kind: 'override', ids, fields });
    return { ...held, overrideId };
  }

  one(actor: Actor, id: string): Promise<OverrideRow> {
    return this.transactions.run(actor, (tx) => overrideOf(tx, id));
  }

  list(actor: Actor): Promise<OverrideRow[]> {
    return this.transactions.run(actor, overrides);
  }

  /** By somebody else, while the beds are held. Agreed, they may be promised; refused, they are free. */
  answer(
    actor: Actor,
    id: string,
    answer: OverrideAnswer,
    repeatId: string | null = null,
  ): Promise<{ answer: OverrideAnswer }> {
    return this.transactions.once(
      actor,
      { useCase: 'overrides.answer', body: { id, answer }, requestId: repeatId },
      (tx) => this.answerIn(tx, id, answer),
    );
  }

  private async answerIn(tx: Tx, id: string, answer: OverrideAnswer) {
    const { requestId } = await overrideOf(tx, id);
    await lockParty(tx, requestId);
    // Read again: what was asked may have lapsed, or been answered, while one waited.
    const ask = await overrideOf(tx, id);
    if (ask.askedById === tx.actor.userId) throw secondPerson();
    if (ask.state === 'lapsed') throw new DomainError('conflict', 'overrides.held_no_more');
    if (ask.state !== 'asked') throw new DomainError('conflict', 'overrides.answered');
    await mustAnswerFor(tx, await loadBooking(tx, ask.rules[0]!.bookingId));
    await this.write(tx, ask, answer);
    if (answer === 'refused') await giveUp(tx, ask);
    const bookings = [...new Set(ask.rules.map(({ bookingId }) => bookingId))];
    const fields = [...new Set(ask.rules.map(({ rule }) => rule))];
    const action = answer === 'agreed' ? 'overrides.agree' : 'overrides.refuse';
    await record(tx, { action, kind: 'override', ids: [id, ...bookings], fields });
    return { answer };
  }

  private async write(
    tx: Tx,
    { id, askedById }: OverrideRow,
    answer: OverrideAnswer,
  ): Promise<void> {
    try {
      await tx.query(
        `INSERT INTO override_answers (ask_id, asked_by, answer, by) VALUES ($1, $2, $3, mawa_actor())`,
        [id, askedById, answer],
      );
    } catch (error) {
      throw REFUSALS[constraintOf(error) ?? '']?.() ?? error;
    }
  }

  figures(actor: Actor, period: Period): Promise<OverrideFigures> {
    return this.transactions.run(actor, (tx) => overrideFigures(tx, period));
  }
}

const secondPerson = () => new DomainError('forbidden', 'overrides.second_person');

const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  override_answers_pkey: () => new DomainError('conflict', 'overrides.answered'),
  override_answers_by_another: secondPerson,
  overrides_are_held: () => new DomainError('conflict', 'overrides.held_no_more'),
};

/** Whether the actor is somebody who could answer this. */
export const mayAnswer = (actor: Actor, { state, askedById }: OverrideRow): boolean =>
  state === 'asked' && askedById !== actor.userId && may(actor, 'overrides:agree');

async function mostNights(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>(`SELECT mawa_setting('override_nights')::int AS n`);
  return row!.n;
}

function mustHoldFor(first: CivilDate, until: CivilDate, most: number): void {
  if (until > first && until <= addDays(first, most)) return;
  throw new DomainError('invalid', 'overrides.until_range', { nights: most }, 'until');
}

/** The request waits again; of the beds nothing stays taken. */
async function giveUp(tx: Tx, { requestId }: OverrideRow): Promise<void> {
  const held = await loadBookings(tx, { requestId, states: ['hold'] });
  await reopenRequest(
    tx,
    requestId,
    held.map(({ id }) => id),
  );
  for (const booking of held) await moveBooking(tx, booking, 'release');
}
