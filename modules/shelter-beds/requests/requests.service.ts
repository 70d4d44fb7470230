import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { record, recordReading } from '../../audit';
import { People } from '../../beneficiaries';
import { isCode } from '../../reference-lists';
import {
  constraintOf,
  Transactions,
  sqlState,
  type Tx,
} from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { BedNotes, type BedNote } from '../bookings/bed-notes.service';
import { PERSON_COLUMNS, PERSON_RECORD, personRowsOf } from '../placing/placed-people.queries';
import { ruleAges } from '../placing/rule-sets.queries';
import { loadBookings, moveBooking } from '../bookings/booking-steps.queries';
import { requestsByRank } from '../waiting/ranked-requests.queries';
import type { NewRequestDto } from '../dto/request.dto';
import type { NearReason } from '../beds.data';
import {
  findRequest,
  openRequestsOf,
  peopleToPlace,
  sheltersToAsk,
  type PersonToPlace,
  type RequestRow,
} from './requests.queries';

export interface RequestChoices {
  readonly people: readonly PersonToPlace[];
  readonly shelters: readonly { readonly id: string; readonly codeName: string }[];
  /** Requests that wait already for somebody who was chosen. */
  readonly waiting: readonly string[];
  readonly tonight: string;
}

/** A bed is asked for: seen by every shelter with what placing needs, by nobody with more. */
@Injectable()
export class BedRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly notes: BedNotes,
  ) {}

  list(actor: Actor): Promise<RequestRow[]> {
    return this.transactions.run(actor, (tx) => requestsByRank(tx));
  }

  one(actor: Actor, id: string): Promise<RequestRow> {
    return this.transactions.run(actor, async (tx) => {
      const request = await this.oneIn(tx, id);
      await this.recordRead(tx, request);
      return request;
    });
  }

  oneIn(tx: Tx, id: string): Promise<RequestRow> {
    return findRequest(tx, id);
  }

  /** With what was written for those who answer for its people: they alone read it. */
  page(actor: Actor, id: string): Promise<RequestRow & { note: BedNote | null }> {
    return this.transactions.run(actor, async (tx) => {
      const request = await findRequest(tx, id);
      await this.recordRead(tx, request);
      return { ...request, note: await this.notes.ofRequest(tx, id) };
    });
  }

  /** Audits the cases that the reader may see; other people are shown without a number. */
  private recordRead(tx: Tx, { people }: RequestRow): Promise<void> {
    const seen = people.filter(({ caseNumber }) => caseNumber !== null);
    return recordReading(
      tx,
      'requests.read',
      seen.map(({ caseId }) => caseId),
    );
  }

  /** Choices of the request form: people, shelters, and open requests of these people. */
  choices(
    actor: Actor,
    caseId: string | null,
    chosen: string | readonly string[] = [],
  ): Promise<RequestChoices> {
    return this.transactions.run(actor, async (tx) => {
      const people = await peopleToPlace(tx, caseId);
      await recordReading(
        tx,
        'requests.choose_people',
        people.map(({ id }) => id),
      );
      return {
        people,
        shelters: await sheltersToAsk(tx),
        waiting: await openRequestsOf(
          tx,
          [chosen].flat().filter((id) => isUUID(id)),
        ),
        tonight: tx.tonight,
      };
    });
  }

  open(
    actor: Actor,
    request: NewRequestDto,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'requests.open', body: request, requestId },
      (tx) => this.openIn(tx, request),
    );
  }

  async openIn(tx: Tx, request: NewRequestDto): Promise<{ id: string }> {
    const {
      caseIds,
      neededFrom,
      nights = null,
      urgency,
      source,
      basis,
      shelterId = null,
      risk = null,
      medical = null,
      interpreter = null,
      nearRegion = null,
      nearWhy = null,
      note = null,
    } = request;
    if (neededFrom < tx.tonight || neededFrom > addDays(tx.tonight, 366)) {
      throw new DomainError('invalid', 'beds.needed_from_range', {}, 'neededFrom');
    }
    if (shelterId !== null) await mustBeAShelter(tx, shelterId);
    if (interpreter !== null) mustBeALanguage(interpreter);
    mustBeSomewhere(nearRegion, nearWhy);
    const people = await this.people.placementFacts(tx, caseIds, neededFrom, await ruleAges(tx));
    await tx.query('SELECT lapse_requests($1)', [caseIds]);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO bed_requests (id, needed_from, nights, urgency, source, basis, created_by, shelter_id, risk, medical, interpreter, near_region, near_why)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        neededFrom,
        nights,
        urgency,
        source,
        basis,
        tx.actor.userId,
        shelterId,
        risk,
        medical,
        interpreter,
        nearRegion,
        nearWhy,
      ],
    );
    await onceAPerson(() =>
      tx.query(
        `INSERT INTO request_people (request_id, case_id, ${PERSON_COLUMNS})
       SELECT $1, case_id, ${PERSON_COLUMNS} FROM jsonb_to_recordset($2::jsonb) AS p(${PERSON_RECORD})`,
        [id, personRowsOf(people)],
      ),
    );
    await announce(tx, id);
    const about = caseIds.map((caseId) => ({ caseId, requestId: id }));
    await this.notes.write(tx, 'request', about, note);
    // Help comes first: a request on vital interest opens a task to ask for consent, and a refusal does not undo it.
    if (basis === 'vital_interest') await this.askForConsent(tx, id, caseIds);
    await record(tx, { action: 'requests.open', kind: 'bed_request', ids: [id, ...caseIds] });
    return { id };
  }

  /** Nobody looks for a bed any more; what was held for it is free at once. */
  withdraw(actor: Actor, id: string, reason: string | null = null): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const request = await findRequest(tx, id, true);
      if (request.state !== 'open' && request.state !== 'expired') {
        throw new DomainError('conflict', 'beds.request_is_closed', { state: request.state });
      }
      await mustSpeakFor(tx, id);
      const held = await loadBookings(tx, { requestId: id, states: ['hold'] });
      const people = request.people.map(({ caseId }) => ({ caseId, requestId: id }));
      await this.notes.write(tx, 'withdraw', people, reason);
      await tx.query(
        `UPDATE bed_requests SET state = 'withdrawn', held_until = NULL WHERE id = $1`,
        [id],
      );
      for (const booking of held) {
        await moveBooking(tx, booking, 'release');
      }
      await closeExpiryTasks(tx, id);
      await record(tx, { action: 'requests.withdraw', kind: 'bed_request', ids: [id] });
    });
  }

  /** Extends an open request, from today for the time set by the programme. */
  renew(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const request = await findRequest(tx, id, true);
      if (request.state !== 'open' && request.state !== 'expired') {
        throw new DomainError('conflict', 'beds.request_is_closed', { state: request.state });
      }
      await mustSpeakFor(tx, id);
      await onceAPerson(() =>
        tx.query(
          `UPDATE bed_requests SET state = 'open', expires_at = mawa_now() + make_interval(days => mawa_setting('request_open_days')::int)
            WHERE id = $1`,
          [id],
        ),
      );
      await closeExpiryTasks(tx, id);
      await record(tx, { action: 'requests.renew', kind: 'bed_request', ids: [id] });
    });
  }

  private async askForConsent(tx: Tx, requestId: string, caseIds: string[]): Promise<void> {
    await tx.query(
      `INSERT INTO tasks (kind, case_id, subject_id, for_role, due_at)
       SELECT 'consent', unnest($1::uuid[]), $2, 'reintegration_officer',
              mawa_now() + make_interval(hours => mawa_setting('consent_due_hours')::int)
       ON CONFLICT DO NOTHING`,
      [caseIds, requestId],
    );
  }
}

/** Closes the task about the expired request. */
const closeExpiryTasks = (tx: Tx, id: string) =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind = 'bed_request_expired' AND subject_id = $1 AND done_at IS NULL`,
    [id],
  );

function mustBeALanguage(code: string): void {
  if (!isCode('languages', code)) {
    throw new DomainError('invalid', 'waiting.unknown_language', {}, 'interpreter');
  }
}

/** Region and reason must be given together. */
function mustBeSomewhere(region: string | null, why: NearReason | null): void {
  if (region !== null && !isCode('regions', region)) {
    throw new DomainError('invalid', 'common.not_choice', {}, 'nearRegion');
  }
  if ((region === null) === (why === null)) return;
  throw new DomainError(
    'invalid',
    'common.required',
    {},
    region === null ? 'nearRegion' : 'nearWhy',
  );
}

async function mustBeAShelter(tx: Tx, id: string): Promise<void> {
  const [shelter] = await tx.query('SELECT 1 FROM shelters WHERE id = $1 AND active', [id]);
  if (!shelter) throw new DomainError('invalid', 'beds.unknown_shelter', {}, 'shelterId');
}

/** A constraint allows one open request a person; the error does not name the person. */
async function onceAPerson<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (constraintOf(error) !== 'request_people_one_open') throw error;
    throw new DomainError('conflict', 'beds.already_asked', {}, 'caseIds');
  }
}

async function announce(tx: Tx, requestId: string): Promise<void> {
  try {
    await tx.query('SELECT announce_request($1)', [requestId]);
  } catch (error) {
    // Only case holders with full access may show these people to the shelters.
    if (sqlState(error) === '42501') throw new DomainError('forbidden', 'beds.not_your_people');
    throw error;
  }
}

/** A request is taken back by those who hold its people fully, not by every shelter that sees it. */
async function mustSpeakFor(tx: Tx, requestId: string): Promise<void> {
  const [stranger] = await tx.query(
    'SELECT 1 FROM request_people WHERE request_id = $1 AND NOT mawa_holds_fully(case_id) LIMIT 1',
    [requestId],
  );
  if (stranger) throw new DomainError('forbidden', 'access.not_yours');
}
