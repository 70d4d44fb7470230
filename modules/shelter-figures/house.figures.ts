/**
 * The figures of the houses over a period: the one definition for page, export and API. Bed-nights are
 * those of `bedFigures`; the rest is worked out by `house.rules.ts` from the bookings that the period needs.
 */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { groupBy } from '../platform/shared/group-by';
import type { Period } from '../platform/shared/periods.rules';
import {
  type BedNights,
  type ShelterFilter,
  isAmong,
  type BedFigures,
  nightsOfBeds,
  occupancyOf,
  type ShelterKind,
} from '../shelter-beds';
import {
  type BedFact,
  destinationsOf,
  entriesOf,
  leaversOf,
  type Lengths,
  lengthsOfLeavers,
  lengthsOfPresent,
  RETURN_MONTHS,
  type Returns,
  returnsOf,
  type StayFact,
  staysOf,
  turnoverOf,
  vacancyOf,
} from './house.rules';
import {
  bedTurnsWithin,
  type StayFactRow,
  staysOfReturners,
  staysWithin,
} from './house-stays.queries';

export interface HouseFigures {
  readonly bedNights: BedNights;
  /** Used ÷ available, over 1 where more slept there than beds were in service. */
  readonly bedOccupancy: number | null;
  /** A unit is a room: used on a night on which somebody sleeps in it. */
  readonly unitNights: BedNights;
  readonly unitOccupancy: number | null;
  readonly leavers: Lengths;
  readonly present: Lengths;
  readonly turnover: number | null;
  readonly vacancy: { readonly gaps: number; readonly days: number | null };
  readonly destinations: readonly { readonly destination: string; readonly people: number }[];
  readonly returns: readonly Returns[];
}
export interface ShelterFigures extends HouseFigures {
  readonly shelterId: string;
  readonly codeName: string;
  readonly kind: ShelterKind;
}
export interface AllHouseFigures {
  readonly from: CivilDate;
  /** The first day after the period. */
  readonly until: CivilDate;
  /** Only these are counted: what is not closed may still change. */
  readonly closedNights: number;
  readonly months: readonly ({ readonly month: string } & BedNights)[];
  readonly shelters: readonly ShelterFigures[];
  readonly total: HouseFigures;
  readonly turnAways: TurnAways;
  /** Latest edition of the list from which each destination was chosen. */
  readonly editions: ReadonlyMap<string, number>;
}
export interface TurnAways {
  /** Requests of the period and those that were turned away without one. */
  readonly asked: number;
  /** For lack of a bed, or of one that fits. */
  readonly refused: number;
  readonly rate: number | null;
}

/** Figures of the given shelters; callers check permissions. */
export async function houseFigures(
  tx: Tx,
  period: Period,
  houses: ShelterFilter = null,
): Promise<AllHouseFigures> {
  const all = await asFigures(tx, () => facts(tx, period, houses));
  const { beds, closed, counted, asked, refused, turns } = all;
  const here = <T extends { readonly shelterId: string }>(rows: readonly T[]): T[] =>
    rows.filter(({ shelterId }) => isAmong(houses, shelterId));
  const returners = here(all.returners);
  const units = new Map([...all.units].filter(([id]) => isAmong(houses, id)));
  const by = <T extends { readonly shelterId: string }>(rows: readonly T[]) => {
    const groups = groupBy(rows, ({ shelterId }) => shelterId);
    return (shelterId: string): T[] => groups.get(shelterId) ?? [];
  };
  const [staysIn, returnersIn] = [by(all.slept), by(returners)];
  const [turnsIn, bedsIn] = [by(turns.slept), by(turns.beds)];
  // Returns count to any shelter.
  const entries = entriesOf(staysOf(all.returners));
  const of = (bedNights: BedNights, unitNights: BedNights, given: HouseFacts): HouseFigures => {
    const stays = staysOf(given.slept);
    const leavers = leaversOf(stays, counted);
    const returning = staysOf(given.returners);
    return {
      bedNights,
      bedOccupancy: occupancyOf(bedNights),
      unitNights,
      unitOccupancy: occupancyOf(unitNights),
      leavers: lengthsOfLeavers(stays, counted),
      present: lengthsOfPresent(stays, counted.until),
      turnover: turnoverOf(leavers.length, bedNights.available, closed),
      vacancy: vacancyOf(given.turns.beds, given.turns.slept, counted),
      destinations: destinationsOf(leavers),
      returns: RETURN_MONTHS.map((months) => returnsOf(returning, entries, counted, months)),
    };
  };
  return {
    from: period.from,
    until: period.until,
    closedNights: closed,
    months: beds.months,
    shelters: beds.shelters.map(({ shelterId, codeName, kind, used, available }) => ({
      shelterId,
      codeName,
      kind,
      ...of({ used, available }, units.get(shelterId) ?? { used: 0, available: 0 }, {
        slept: staysIn(shelterId),
        returners: returnersIn(shelterId),
        turns: { slept: turnsIn(shelterId), beds: bedsIn(shelterId) },
      }),
    })),
    total: of(beds.total, addUp([...units.values()]), { slept: all.slept, returners, turns }),
    turnAways: turnAwaysOf({ asked, refused }),
    editions: editionsOf(all.slept),
  };
}

const addUp = (all: readonly BedNights[]): BedNights => ({
  used: all.reduce((sum, { used }) => sum + used, 0),
  available: all.reduce((sum, { available }) => sum + available, 0),
});

function editionsOf(slept: readonly StayFactRow[]): ReadonlyMap<string, number> {
  const editions = new Map<string, number>();
  for (const { destination, edition } of slept) {
    if (destination === null || edition === null) continue;
    editions.set(destination, Math.max(edition, editions.get(destination) ?? 0));
  }
  return editions;
}

interface HouseFacts {
  /** Stays of the period. */
  readonly slept: readonly StayFact[];
  /** Stays of people whose first exit may have been some months before. */
  readonly returners: readonly StayFact[];
  readonly turns: { readonly slept: readonly StayFact[]; readonly beds: readonly BedFact[] };
}
interface HouseFigureFacts extends HouseFacts {
  readonly beds: BedFigures;
  readonly asked: number;
  readonly refused: number;
  readonly slept: readonly StayFactRow[];
  readonly units: ReadonlyMap<string, BedNights>;
  readonly closed: number;
  /** The period as far as its nights have passed. */
  readonly counted: Period;
}

async function facts(tx: Tx, period: Period, houses: ShelterFilter): Promise<HouseFigureFacts> {
  const { from, until } = period;
  const beds = await nightsOfBeds(tx, period, houses);
  const counts = await periodCounts(tx, period);
  const units = await tx.query<BedNights & { shelterId: string }>(UNITS, [from, until]);
  const slept = await staysWithin(tx, period, houses);
  return {
    beds,
    slept,
    returners: await staysOfReturners(tx, period, houses),
    turns: await bedTurnsWithin(tx, period, houses, slept),
    closed: counts.closed,
    asked: counts.asked,
    refused: counts.refused,
    units: new Map(units.map(({ shelterId, used, available }) => [shelterId, { used, available }])),
    counted: { from, until: counts.until },
  };
}

type PeriodCounts = Pick<HouseFigureFacts, 'asked' | 'refused' | 'closed'> & Pick<Period, 'until'>;

async function periodCounts(tx: Tx, { from, until }: Period): Promise<PeriodCounts> {
  const [counts] = await tx.query<PeriodCounts>(COUNTS, [from, until]);
  return counts!;
}

const turnAwaysOf = ({ asked, refused }: Pick<PeriodCounts, 'asked' | 'refused'>): TurnAways => ({
  asked,
  refused,
  rate: asked > 0 ? refused / asked : null,
});

/** Turn-aways as in `houseFigures`, without the other figures. */
export const turnAwayFigures = async (tx: Tx, period: Period): Promise<TurnAways> =>
  turnAwaysOf(await asFigures(tx, () => periodCounts(tx, period)));

/** Somebody turned away had no request; a request that was made in error is one all the same. */
const COUNTS = `
  WITH away AS MATERIALIZED (
    SELECT reason FROM bed_turn_aways
     WHERE retracted_at IS NULL AND at >= mawa_day_begins($1::date) AND at < mawa_day_begins($2::date)
  )
  SELECT (SELECT count(*)::int FROM closed_nights WHERE night >= $1::date AND night < $2::date) AS closed,
         greatest($1::date, least($2::date, mawa_tonight()))::text AS until,
         (SELECT count(*)::int FROM away WHERE reason IN ('no_bed', 'no_fitting_bed')) AS refused,
         (SELECT count(*)::int FROM away)
           + (SELECT count(*)::int FROM bed_requests
               WHERE created_at >= mawa_day_begins($1::date) AND created_at < mawa_day_begins($2::date)) AS asked`;

/** Rooms on closed nights: with a bed that can be slept in, and with somebody in one. */
const UNITS = `
  SELECT shelter_id AS "shelterId", sum(rooms_slept)::int AS used, sum(rooms)::int AS available
    FROM night_counts WHERE night >= $1::date AND night < $2::date
   GROUP BY 1`;
