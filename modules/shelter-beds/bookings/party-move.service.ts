import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { ListedNames, People, type NamesOfPage } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate, Nights } from '../../platform/shared/nights.rules';
import { PartyEvaluation, type Candidate } from '../placing/candidate.rules';
import { proposeParty, type Proposal } from '../placing/party.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import { readStayFacts } from '../placing/placing.queries';
import type { BedFacts } from '../placing/placing.types';
import { ruleAges } from '../placing/rule-sets.queries';
import { loadBooking, type Booking } from './booking-steps.queries';
import { companionsOf, type Companion } from './companions.queries';
import { housesOf } from './move-choices.service';
import { mustBeANightOf, splitAt } from './move.rules';
import { transition } from './stay.rules';

export interface PartyMoveChoices {
  readonly booking: Booking;
  readonly night: CivilDate;
  /** Those who move: the person first. */
  readonly movers: readonly Companion[];
  readonly beds: readonly BedFacts[];
  /** The answer of the rules on each bed for each of them, in their order. */
  readonly answers: readonly (readonly Candidate[])[];
  /** Beds for all of them at once, the best first; places in their order. */
  readonly proposals: readonly Proposal[];
  readonly names: NamesOfPage;
}

const PROPOSALS = 3;

/** Beds for several who sleep in one house and move together: what the rules propose to them as one party. */
@Injectable()
export class FindPartyMoves {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly names: ListedNames,
  ) {}

  /** `chosen`: bookings of those who go along; left out, everybody who belongs to the person. */
  of(
    actor: Actor,
    bookingId: string,
    { night, chosen }: { night?: CivilDate; chosen?: readonly string[] },
  ): Promise<PartyMoveChoices> {
    return this.transactions.run(actor, (tx) =>
      this.ofIn(tx, bookingId, night ?? tx.tonight, chosen),
    );
  }

  private async ofIn(
    tx: Tx,
    bookingId: string,
    night: CivilDate,
    chosen?: readonly string[],
  ): Promise<PartyMoveChoices> {
    const booking = await loadBooking(tx, bookingId);
    transition(booking.state, 'move_out');
    mustBeANightOf(booking.nights, night, tx.tonight);
    const movers = (await companionsOf(tx, booking, night)).filter(
      (one) => one.bookingId === bookingId || !chosen || chosen.includes(one.bookingId),
    );
    const caseIds = movers.map(({ caseId }) => caseId);
    const facts = await readStayFacts(tx, {
      bedId: null,
      nights: nightsOfAll(movers, night),
      members: await this.people.placementFacts(tx, caseIds, night, await ruleAges(tx)),
      booking: bookingId,
    });
    const placing = assemblePlacement(facts);
    const { settings } = placing;
    const memberOf = new Map(placing.party.members.map((member) => [member.caseId, member]));
    const party = { ...placing.party, members: caseIds.map((id) => memberOf.get(id)!) };
    const here = await housesOf(tx, booking);
    const beds = placing.beds.filter(({ shelterId }) => here.has(shelterId));
    const judging = new PartyEvaluation(party, settings);
    const own = new Set(movers.map(({ bedId }) => bedId));
    const others = beds.filter(({ bedId }) => !own.has(bedId));
    await record(tx, {
      action: 'beds.find_moves',
      kind: 'booking',
      ids: movers.map((one) => one.bookingId),
    });
    return {
      booking,
      night,
      movers,
      beds,
      answers: movers.map((_mover, index) => beds.map((bed) => judging.of(bed)[index]!)),
      proposals: proposeParty(party, others, settings, PROPOSALS, judging),
      names: await this.names.ofIn(tx, caseIds),
    };
  }
}

/** From this night until the last of them is to leave. */
function nightsOfAll(movers: readonly Companion[], night: CivilDate): Nights {
  const ends = movers.map(({ nights }) => splitAt(nights, night).taken.until);
  const last = ends.filter((end) => end !== null).sort();
  return { from: night, until: ends.includes(null) ? null : last.at(-1)! };
}
