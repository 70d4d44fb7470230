import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { People } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { rankBeds } from '../placing/candidate.rules';
import { assemblePlacement, type PlacementInput } from '../placing/placing-assembly.rules';
import type { MixSign, Verdict } from '../placing/placing.types';
import { ruleAges } from '../placing/rule-sets.queries';
import { readPlacingFacts, readStayFacts } from '../placing/placing.queries';
import { formatVerdict, reasonFormatter, type FormattedReason } from '../placing/reasons.words';
import { loadBooking, type Booking } from './booking-steps.queries';
import { companionsOf, type Companion } from './companions.queries';
import { mustBeANightOf, splitAt } from './move.rules';
import { transition } from './stay.rules';
import { mayPass } from './swap.rules';

export interface BedChoice {
  readonly bedId: string;
  readonly label: string;
  readonly roomName: string;
  readonly shelterId: string;
  readonly codeName: string;
  readonly verdict: Verdict;
  readonly verdictText: string;
  readonly reasons: readonly FormattedReason[];
}
export interface SwapChoice {
  readonly bookingId: string;
  readonly bedId: string;
  readonly version: number;
  readonly caseNumber: string;
  readonly room: string;
  readonly bed: string;
  readonly sign: MixSign | null;
}
export interface MoveChoices {
  readonly booking: Booking;
  readonly night: CivilDate;
  readonly until: CivilDate | null;
  readonly beds: readonly BedChoice[];
  /** Other residents of the shelter whom the actor may see. */
  readonly swaps: readonly SwapChoice[];
  /** Others of the family or group who sleep in the house and could move with them. */
  readonly companions: readonly Companion[];
}

/** Choices for a move: each bed with its verdict, and residents to swap beds with. */
@Injectable()
export class FindMoves {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  forBooking(actor: Actor, bookingId: string, night?: CivilDate): Promise<MoveChoices> {
    return this.transactions.run(actor, (tx) => this.forBookingIn(tx, bookingId, night));
  }

  private async forBookingIn(
    tx: Tx,
    bookingId: string,
    night: CivilDate = tx.tonight,
  ): Promise<MoveChoices> {
    const booking = await loadBooking(tx, bookingId);
    if (booking.state === 'promised') return this.expectedIn(tx, booking);
    transition(booking.state, 'move_out');
    mustBeANightOf(booking.nights, night, tx.tonight);
    const { taken } = splitAt(booking.nights, night);
    const ages = await ruleAges(tx);
    const members = await this.people.placementFacts(tx, [booking.caseId!], night, ages);
    const facts = await readStayFacts(tx, {
      bedId: null,
      nights: taken,
      members,
      booking: bookingId,
    });
    const { party, beds, settings } = assemblePlacement(facts);
    return {
      booking,
      night,
      until: taken.until,
      beds: await choicesIn(tx, booking, { party, beds, settings }),
      companions: (await companionsOf(tx, booking, night)).slice(1),
      swaps: swapsThatPass(await residentsToSwapWith(tx, booking, night), booking, {
        party,
        beds,
        settings,
      }),
    };
  }

  /** Choices for a person who has not arrived: beds as they were requested; companions are checked on submission. */
  private async expectedIn(tx: Tx, booking: Booking): Promise<MoveChoices> {
    const { party, beds, settings } = assemblePlacement(
      await readPlacingFacts(tx, booking.requestId!, null),
    );
    const members = party.members.filter(({ caseId }) => caseId === booking.caseId);
    const { from, until } = party.nights;
    return {
      booking,
      night: from,
      until,
      swaps: [],
      companions: [],
      beds: await choicesIn(tx, booking, { party: { ...party, members }, beds, settings }),
    };
  }
}

/** Where this actor could bring them, each bed with its answer. */
async function choicesIn(
  tx: Tx,
  booking: Booking,
  { party, beds, settings }: Pick<PlacementInput, 'party' | 'beds' | 'settings'>,
): Promise<BedChoice[]> {
  const here = await housesOf(tx, booking);
  const mine = beds.filter(
    ({ bedId, shelterId }) => bedId !== booking.bedId && here.has(shelterId),
  );
  const known = new Map(mine.map((bed) => [bed.bedId, bed]));
  const { language } = tx.actor;
  const format = reasonFormatter(language);
  await record(tx, { action: 'beds.find_moves', kind: 'booking', ids: [booking.id] });
  return rankBeds(party, mine, settings).map(({ bedId, verdict, reasons }) => {
    const { label, roomName, shelterId, codeName } = known.get(bedId)!;
    return {
      bedId,
      label,
      roomName,
      shelterId,
      codeName,
      verdict,
      verdictText: formatVerdict(verdict, language),
      reasons: reasons.map(format),
    };
  });
}

/** One's own house; every house for those who hold the case and place people anywhere. */
export async function housesOf(tx: Tx, { shelterId, caseId }: Booking): Promise<Set<string>> {
  const { actor } = tx;
  const [row] = await tx.query<{ mine: boolean }>('SELECT mawa_holds_fully($1) AS mine', [caseId]);
  if (!row!.mine) return new Set([shelterId]);
  if (!actor.roles.includes('reintegration_officer')) {
    return new Set([shelterId, ...actor.shelterIds]);
  }
  const all = await tx.query<{ id: string }>('SELECT id FROM shelters WHERE active');
  return new Set(all.map(({ id }) => id));
}

/** Residents with whom a swap passes the rules. Rules of keeping apart are checked on submission only. */
function swapsThatPass(
  residents: readonly Resident[],
  booking: Booking,
  { party, beds, settings }: Pick<PlacementInput, 'party' | 'beds' | 'settings'>,
): SwapChoice[] {
  const bedOf = new Map(beds.map((bed) => [bed.bedId, bed]));
  const ownBed = bedOf.get(booking.bedId);
  if (!ownBed) return [];
  return residents.flatMap(({ isFamily, ...swap }) => {
    const otherBed = bedOf.get(swap.bedId);
    const passes =
      otherBed && mayPass({ ownBed, otherBed, otherSign: swap.sign, isFamily }, party, settings);
    return passes ? [swap] : [];
  });
}

interface Resident extends SwapChoice {
  /** In the family of the person who moves, as far as the actor may know. */
  readonly isFamily: boolean;
}

const residentsToSwapWith = (
  tx: Tx,
  { id, shelterId, caseId }: Booking,
  night: CivilDate,
): Promise<Resident[]> =>
  tx.query<Resident>(
    `SELECT k.id AS "bookingId", k.bed_id AS "bedId", k.version, c.case_number AS "caseNumber", localized_name(m.name, m.names) AS room, b.label AS bed, k.mix_sign AS sign,
            EXISTS (SELECT FROM family_members f JOIN family_members g ON g.family_id = f.family_id
                     WHERE f.case_id = $4 AND g.case_id = c.id) AS "isFamily"
       FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
       JOIN booking_people bp ON bp.booking_id = k.id JOIN cases c ON c.id = bp.case_id
      WHERE k.shelter_id = $1 AND k.state = 'stay' AND k.id <> $2 AND lower(k.nights) <= $3::date
      ORDER BY localized_name(m.name, m.names), b.label`,
    [shelterId, id, night, caseId],
  );
