import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AUDIT_INSERT, auditValues, record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { toDateRange } from '../../platform/shared/nights.rules';
import { recordAgreements, openConfirmationTasks } from '../bookings/arrival-agreements.queries';
import { BedNotes, type NoteAbout } from '../bookings/bed-notes.service';
import { bedTaken, bedToPrepare, translateBookingError } from '../beds.errors';
import {
  loadBookings,
  mustAllocate,
  mustBeLive,
  renewHold,
} from '../bookings/booking-steps.queries';
import type { HoldDto } from '../dto/request.dto';
import { checkPlacement, mustPlaceEverybody } from './placement-check.rules';
import { assemblePlacement, type PlacementInput } from './placing-assembly.rules';
import { readPlacingFacts, type PlacingFacts } from './placing.queries';
import { proposeOver, withReserve } from './propose.rules';
import { reasonRequiredError } from './unknown-facts.words';
import { mixSignOver } from '../bookings/stay.rules';
import { joinWords } from '../../platform/shared/punctuation.words';

export interface HoldResult {
  readonly requestId: string;
  readonly holdUntil: string;
  readonly bookings: readonly {
    readonly id: string;
    readonly caseId: string;
    readonly bedId: string;
  }[];
}

interface HoldTerms {
  /** How long the bed is held; the programme's time when left out. */
  readonly minutes?: number | undefined;
  /** Another bed for people whose bed in this house was given up in the same transaction. */
  readonly carriesAgreement?: boolean | undefined;
}

interface HoldOptions extends HoldTerms {
  readonly note: { readonly about: NoteAbout; readonly text: string | undefined };
  readonly check: (placing: PlacementInput) => void;
}

/**
 * A bed for each person of a request, for all of them or for none. Locks are taken in one order,
 * expired holds lapse, the rules are asked again inside, and the constraints have the last word.
 */
@Injectable()
export class BedHolds {
  constructor(
    private readonly transactions: Transactions,
    private readonly notes: BedNotes,
  ) {}

  place(
    actor: Actor,
    requestId: string,
    hold: HoldDto,
    repeatId: string | null = null,
  ): Promise<HoldResult> {
    const body = { requestId, ...hold };
    return this.transactions.once(
      actor,
      { useCase: 'beds.hold', body, requestId: repeatId },
      (tx) => this.placeIn(tx, requestId, hold),
    );
  }

  /** For as long as the programme holds a bed, or for the time that an offer leaves to answer. */
  async placeIn(
    tx: Tx,
    requestId: string,
    { placements, reason }: HoldDto,
    { minutes, carriesAgreement }: HoldTerms = {},
  ): Promise<HoldResult> {
    const check = (placing: PlacementInput) => {
      const { unknown } = checkPlacement(placing, placements, tx.actor.language);
      if (unknown.length > 0 && !reason) throw reasonRequiredError(unknown, tx.actor.language);
    };
    const note = { about: 'hold', text: reason } as const;
    const { held } = await this.holdBeds(tx, requestId, placements, {
      note,
      check,
      minutes,
      carriesAgreement,
    });
    return held;
  }

  /** Holds beds. `check` throws if the placement is not allowed; overrides pass another check. */
  async holdBeds(
    tx: Tx,
    requestId: string,
    placements: HoldDto['placements'],
    { note, check, minutes, carriesAgreement = false }: HoldOptions,
  ): Promise<{ held: HoldResult; placing: PlacementInput }> {
    const bedIds = placements.map(({ bedId }) => bedId);
    const caseIds = placements.map(({ caseId }) => caseId);
    lockAndLapse(tx, bedIds, caseIds);
    const facts = await readPlacingFacts(tx, requestId, bedIds);
    mustBeFree(tx.actor, facts, bedIds);
    if (facts.request.state !== 'open') {
      throw new DomainError('conflict', 'beds.request_is_closed', { state: facts.request.state });
    }
    mustPlaceEverybody(
      placements,
      facts.people.map(({ caseId }) => caseId),
    );
    if (facts.beds.length < bedIds.length) throw notFound();
    mustAllocate(
      tx.actor,
      facts.beds.map(({ shelterId }) => shelterId),
    );
    const placing = await this.opened(tx, requestId, assemblePlacement(facts));
    check(placing);
    const holdUntil = new Date(tx.now.getTime() + (minutes ?? facts.request.holdMinutes) * 60_000);
    const bookings = await this.write(tx, placing, { requestId, placements, holdUntil });
    await this.notes.write(
      tx,
      note.about,
      bookings.map(({ id, caseId }) => ({ bookingId: id, caseId })),
      note.text,
    );
    if (carriesAgreement) await tx.query('SELECT carry_agreements($1)', [requestId]);
    const open = await recordAgreements(tx, bookings);
    if (open.length > 0) await openConfirmationTasks(tx, open, holdUntil);
    return { held: { requestId, holdUntil: holdUntil.toISOString(), bookings }, placing };
  }

  /** A house that is only hidden takes people where the network has nothing else for them. */
  private async opened(
    tx: Tx,
    requestId: string,
    placing: PlacementInput,
  ): Promise<PlacementInput> {
    if (!placing.beds.some(({ reserve }) => reserve)) return placing;
    const { beds } = proposeOver(assemblePlacement(await readPlacingFacts(tx, requestId, null)), 1);
    const isOpen = beds.some(({ reserve, barred }) => reserve && !barred);
    return isOpen ? { ...placing, beds: withReserve(placing.beds) } : placing;
  }

  /** Kept longer, for all who are held together, up to the programme's limit for a hold. */
  renew(actor: Actor, requestId: string): Promise<{ holdUntil: string }> {
    return this.transactions.run(actor, async (tx) => {
      const held = await loadBookings(tx, { requestId, states: ['hold'] });
      if (held.length === 0) {
        const [request] = await tx.query('SELECT 1 FROM bed_requests WHERE id = $1', [requestId]);
        if (!request) throw notFound();
        throw new DomainError('conflict', 'beds.nothing_held');
      }
      for (const booking of held) mustBeLive(booking, tx.now);
      mustAllocate(
        actor,
        held.map(({ shelterId }) => shelterId),
      );
      const holdUntil = await renewHold(tx, requestId, held);
      const ids = held.map(({ id }) => id);
      await record(tx, { action: 'beds.renew', kind: 'booking', ids: [...ids, requestId] });
      return { holdUntil: holdUntil.toISOString() };
    });
  }

  /** Calendar, people, their history, the request and the audit row in one statement. */
  private async write(
    tx: Tx,
    { party, beds, ruleSet }: PlacementInput,
    hold: { requestId: string; placements: HoldDto['placements']; holdUntil: Date },
  ): Promise<HoldResult['bookings'][number][]> {
    const rows = hold.placements.map(({ caseId, bedId }) => {
      const bed = beds.find((one) => one.bedId === bedId)!;
      const member = party.members.find((one) => one.caseId === caseId)!;
      const sign = mixSignOver(member, party.nights);
      return { id: randomUUID(), caseId, bedId, shelterId: bed.shelterId, sign };
    });
    const ids = [...rows.map(({ id }) => id), hold.requestId];
    const labels = joinWords(
      beds.map(({ label }) => label),
      tx.actor.language,
    );
    await translateBookingError({ bed: labels, from: party.nights.from }, () =>
      tx.query(WRITE, [
        ...auditValues(tx, { action: 'beds.hold', kind: 'booking', ids }),
        JSON.stringify(rows),
        toDateRange(party.nights),
        hold.holdUntil,
        hold.requestId,
        ruleSet,
      ]),
    );
    return rows.map(({ id, caseId, bedId }) => ({ id, caseId, bedId }));
  }
}

/**
 * Takes the locks first, then expires holds; facts are read after the locks are granted. The statements are prepared,
 * since each takes longer to plan than to execute.
 */
const lockAndLapse = (tx: Tx, beds: readonly string[], cases: readonly string[]): void =>
  tx.execute(
    `SELECT lapse_holds($1, $2), set_config('plan_cache_mode', 'force_generic_plan', true)
       FROM placing_locks($1, $2)`,
    [beds, cases],
  );

/** Before the rules: of two actors who may give these beds, the second is told that they are taken. */
function mustBeFree(actor: Actor, facts: PlacingFacts, bedIds: readonly string[]): void {
  if (facts.request.state !== 'open') return;
  const isTaken = (bedId: string) =>
    facts.taken.some((one) => one.bedId === bedId && one.asked && !one.own);
  const taken = facts.beds.filter(({ bedId }) => bedIds.includes(bedId) && isTaken(bedId));
  if (taken.length === 0) return;
  mustAllocate(
    actor,
    taken.map(({ shelterId }) => shelterId),
  );
  const labels = taken.map(({ label }) => label).sort();
  const params = { bed: joinWords(labels, actor.language), from: facts.request.from };
  const prepares = (bedId: string) =>
    facts.taken.some((one) => one.bedId === bedId && one.preparing);
  throw taken.every(({ bedId }) => prepares(bedId)) ? bedToPrepare(params) : bedTaken(params);
}

const WRITE = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($10::jsonb)
      AS g(id uuid, "caseId" uuid, "bedId" uuid, "shelterId" uuid, sign text)
  ), calendar AS (
    INSERT INTO bookings (id, bed_id, shelter_id, nights, state, hold_until, mix_sign, rule_set, created_by)
    SELECT id, "bedId", "shelterId", $11::daterange, 'hold', $12, sign, $14, mawa_actor() FROM given
  ), people AS (
    INSERT INTO booking_people (booking_id, case_id, request_id, nights, state)
    SELECT id, "caseId", $13, $11::daterange, 'hold' FROM given
  ), history AS (
    INSERT INTO booking_changes (booking_id, to_state, by, reason)
    SELECT id, 'hold', mawa_actor(), 'hold' FROM given
  ), audited AS (${AUDIT_INSERT})
  UPDATE bed_requests SET held_until = $12 WHERE id = $13`;
