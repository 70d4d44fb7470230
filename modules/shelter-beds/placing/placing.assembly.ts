/** From rows to the facts that the rules judge; where a tie is not seen, the protective reading counts. */
import { overlaps, type CivilDate, type Nights } from '../../../src/shared/nights';
import { PLACING_DEFAULTS, type AgeFact, type PlacingSettings } from './age.rules';
import type {
  BedFacts,
  BookingKind,
  Party,
  PartyMember,
  Received,
  Roommate,
} from './placing.facts';
import type { BedRow, PersonRow, PlacingFacts, TakenRow } from './placing.queries';

export interface Placing {
  readonly party: Party;
  readonly beds: BedFacts[];
  readonly settings: PlacingSettings;
}

export function assemble(facts: PlacingFacts): Placing {
  const { request, people } = facts;
  const nights = { from: request.from, until: request.until };
  const party: Party = {
    members: people.map(memberOf),
    related: request.related,
    nights,
    urgency: request.urgency,
  };
  const settings = { ...PLACING_DEFAULTS, openStayNights: request.openNights };
  const inRoom = groupBy(facts.taken, ({ roomId }) => roomId);
  const strangers = new Map(facts.strangers.map(({ roomId, n }) => [roomId, n]));
  const barred = new Set(facts.barred);
  const beds = facts.beds.map((bed) =>
    bedOf(bed, {
      nights,
      taken: (inRoom.get(bed.roomId) ?? []).filter(({ own }) => !own),
      noStranger: !strangers.has(bed.roomId),
      barred: barred.has(bed.shelterId),
    }),
  );
  return { party, beds, settings };
}

export function memberOf(person: PersonRow): PartyMember {
  const { caseId, sex, accessNeed, pregnant, languages } = person;
  return {
    caseId,
    sex,
    age: ageOf(person),
    accessNeed: accessNeed === 'none' && pregnant ? 'no_climbing' : accessNeed,
    language: languages[0] ?? null,
  };
}

function ageOf(person: PersonRow): AgeFact | null {
  const { ageLow: low, ageHigh: high, turnsAge, turnsOn, birthdayKnown } = person;
  if (low === null || high === null) return null;
  if (turnsAge !== null && turnsOn !== null) {
    return { low, high, later: [{ on: turnsOn, low: turnsAge, high: turnsAge }] };
  }
  // One age without a step to come was told from a birth date; any other may move on any night.
  return low === high && birthdayKnown !== false ? { low, high, later: [] } : { low, high };
}

interface Around {
  readonly nights: Nights;
  /** Bookings of the room that are not of the request itself. */
  readonly taken: readonly TakenRow[];
  readonly noStranger: boolean;
  readonly barred: boolean;
}

function bedOf(bed: BedRow, { nights, taken, noStranger, barred }: Around): BedFacts {
  const { receives, languages, inServiceFrom, inServiceUntil, ...rest } = bed;
  const inService = { from: inServiceFrom, until: inServiceUntil };
  const own = taken.filter(({ bedId }) => bedId === bed.bedId);
  return {
    ...rest,
    receives: receives.map((sign) => (sign === 'any_gender' ? 'other' : sign) as Received),
    languagesSpoken: languages,
    inService,
    bookings: own
      .filter((one) => overlaps(one, nights))
      .map(({ state, from, until, sign }) => ({
        kind: kindOf(state),
        nights: { from, until },
        sign,
      })),
    ...freeRun(own, nights.from, inService.until),
    roommates: taken
      .filter((one) => one.bedId !== bed.bedId && SLEEPS.has(one.state) && overlaps(one, nights))
      .map((one) => roommateOf(one, noStranger)),
    barred,
  };
}

const SLEEPS = new Set(['hold', 'promised', 'stay']);
const kindOf = (state: TakenRow['state']): BookingKind =>
  state === 'ended' ? 'stay' : (state as BookingKind);

const roommateOf = ({ sign, related, asked }: TakenRow, noStranger: boolean): Roommate => ({
  sign,
  related: related || (asked && noStranger),
});

/** The free nights around the first asked one: when they begin, and which booking ends them. */
function freeRun(
  bookings: readonly TakenRow[],
  first: CivilDate,
  serviceEnds: CivilDate | null,
): Pick<BedFacts, 'freeFrom' | 'freeUntil'> {
  const later = bookings
    .filter(({ until }) => until === null || until > first)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  let freeFrom: CivilDate | null = first;
  for (const { from, until } of later) {
    if (freeFrom === null || from > freeFrom) break;
    freeFrom = until;
  }
  const next = later.find(({ from }) => from >= first)?.from ?? null;
  const ends = [next, serviceEnds].filter((date) => date !== null).sort();
  return { freeFrom, freeUntil: ends[0] ?? null };
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
