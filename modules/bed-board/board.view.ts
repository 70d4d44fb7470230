/** The board from its rows: bars on nights, free beds of tonight, the weeks ahead. */
import {
  addDays,
  isEmptyRange,
  weekday,
  type CivilDate,
  type Nights,
} from '../platform/shared/nights.rules';
import { groupBy } from '../platform/shared/group-by';
import type { Labels } from '../reference-lists';
import { columnsOf, gapsBetween, layBars } from './board.rules';
import type { BoardBedRow, BoardBookingRow, BoardPersonRow } from './board.queries';
import { isFreeOn, nightsOf, sharesOf, type Share } from './occupancy.rules';
import {
  type BedKind,
  type MixSign,
  type RoomMix,
  overdue,
  BED_KINDS,
  type ShelterKind,
} from '../shelter-beds';

export const STRIP_NIGHTS = 60;

export interface BoardBar {
  readonly id: string;
  readonly kind: 'hold' | 'promised' | 'stay' | 'blocked' | 'preparing';
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  /** Counted from 1, as the columns of the board are. */
  readonly startColumn: number;
  readonly span: number;
  readonly openEnd: boolean;
  readonly cut: boolean;
  readonly overdue: boolean;
  readonly sign: MixSign | null;
  /** Only for people whom the reader may see. */
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly family: string | null;
  readonly stepFree: boolean;
  readonly minutesLeft: number | null;
  /** Why a bed is out of service, for those who work there. */
  readonly reason: string | null;
  readonly reasonLabels: Labels | null;
  /** The reader may open it. */
  readonly own: boolean;
  /** Version for optimistic locking; only for bookings that the reader may open. */
  readonly version: number | null;
}
export interface BoardBed {
  readonly id: string;
  readonly label: string;
  readonly kind: BedKind;
  readonly freeTonight: boolean;
  /** The bed was left and has not been reported as prepared. */
  readonly toPrepare: boolean;
  readonly bars: readonly BoardBar[];
  readonly gaps: readonly {
    readonly startColumn: number;
    readonly span: number;
    readonly from: CivilDate;
  }[];
}
export interface BoardRoom {
  readonly id: string;
  readonly name: string;
  readonly mix: RoomMix;
  readonly stepFree: boolean;
  readonly beds: readonly BoardBed[];
}
export type { Share } from './occupancy.rules';
export interface BoardShelter {
  readonly id: string;
  readonly codeName: string;
  readonly kind: ShelterKind;
  readonly region: string;
  readonly own: boolean;
  readonly occupancy: Share;
  /** Tonight first, as the strip of all shelters. */
  readonly strip: readonly Share[];
  readonly rooms: readonly BoardRoom[];
}
export interface Board {
  readonly tonight: CivilDate;
  readonly from: CivilDate;
  readonly nights: readonly {
    readonly date: CivilDate;
    readonly tonight: boolean;
    readonly weekend: boolean;
  }[];
  readonly freeTonight: readonly { readonly kind: BedKind; readonly count: number }[];
  readonly strip: readonly ({ readonly date: CivilDate } & Share)[];
  readonly shelters: readonly BoardShelter[];
}

export interface BoardFacts {
  readonly from: CivilDate;
  readonly nights: number;
  readonly tonight: CivilDate;
  readonly now: Date;
  readonly beds: readonly BoardBedRow[];
  readonly bookings: readonly BoardBookingRow[];
  readonly people: readonly BoardPersonRow[];
  readonly ownShelters: readonly string[];
  /** Rows of these beds alone; what is counted is counted over all. */
  readonly only?: { readonly kind?: BedKind; readonly freeTonight?: boolean };
}

interface BedOccupation {
  readonly row: BoardBookingRow;
  readonly nights: Nights;
  /** Out of service, not slept in. */
  readonly blocks: boolean;
  readonly overdue: boolean;
}

export function buildBoard(facts: BoardFacts): Board {
  const { from, nights, tonight, only = {} } = facts;
  const taken = groupBy(
    facts.bookings.map((row) => takenOf(row, tonight)),
    ({ row }) => row.bedId,
  );
  const beds = facts.beds.map((row): CountedBed => {
    const lies = beforeOthers(taken.get(row.bedId) ?? []);
    const service = serviceOf(row);
    return {
      row,
      service,
      lies,
      toPrepare: (taken.get(row.bedId) ?? []).some(isPreparation),
      counted: nightsOf({ service, taken: lies }, tonight, STRIP_NIGHTS),
    };
  });
  const letters = familyLetters(facts.people);
  const people = new Map(facts.people.map((one) => [one.bookingId, one]));
  const own = new Set(facts.ownShelters);
  const bars = { ...facts, people, letters, own };
  const window = { from, until: addDays(from, nights) };
  const shown = ({ row, service, counted }: CountedBed) =>
    meets(service, window) &&
    (!only.kind || row.kind === only.kind) &&
    (!only.freeTonight || isFreeOn(counted, 0));
  return {
    tonight,
    from,
    nights: columnsOf(from, nights).map((date) => ({
      date,
      tonight: date === tonight,
      weekend: [0, 6].includes(weekday(date)),
    })),
    freeTonight: freeTonight(beds),
    strip: stripOf(beds).map((share, night) => ({ date: addDays(tonight, night), ...share })),
    shelters: [...groupBy(beds, ({ row }) => row.shelterId).values()]
      .map((inShelter) => shelterOf(inShelter, shown, bars))
      .filter(({ rooms }) => rooms.length > 0)
      .sort((a, b) => Number(b.own) - Number(a.own)),
  };
}

/** Bookings with a night in the window; those of the weeks after it count in the strip alone. */
export const bookingsShown = (
  bookings: readonly BoardBookingRow[],
  window: Nights,
  tonight: CivilDate,
): BoardBookingRow[] => bookings.filter((row) => meets(takenOf(row, tonight).nights, window));

interface CountedBed {
  readonly row: BoardBedRow;
  readonly service: Nights;
  readonly lies: readonly BedOccupation[];
  readonly toPrepare: boolean;
  /** Occupation on each night from tonight on. */
  readonly counted: Uint8Array;
}

const stripOf = (beds: readonly CountedBed[]): Share[] =>
  sharesOf(
    beds.map(({ counted }) => counted),
    STRIP_NIGHTS,
  );

/** An overdue stay counts as present tonight. */
function takenOf(row: BoardBookingRow, tonight: CivilDate): BedOccupation {
  const nights = { from: row.from, until: row.until };
  const late = row.state === 'stay' && overdue(nights, tonight);
  if (late) nights.until = addDays(tonight, 1);
  return { row, nights, blocks: isBlock(row), overdue: late };
}

const isPreparation = ({ row }: BedOccupation): boolean => row.state === 'preparing';

/** Shows an expected arrival in a bed to be prepared, and the preparation on the nights before it only. */
function beforeOthers(lies: readonly BedOccupation[]): BedOccupation[] {
  if (!lies.some(isPreparation)) return [...lies];
  const others = lies.filter((one) => !isPreparation(one));
  return lies.flatMap((one) => {
    if (!isPreparation(one)) return [one];
    const next = others
      .filter(({ nights }) => meets(nights, one.nights))
      .map(({ nights }) => nights.from);
    const until = [one.nights.until!, ...next].sort()[0]!;
    return until > one.nights.from ? [{ ...one, nights: { ...one.nights, until } }] : [];
  });
}

const serviceOf = ({ inServiceFrom, inServiceUntil }: BoardBedRow): Nights => ({
  from: inServiceFrom,
  until: inServiceUntil,
});
const meets = (a: Nights, b: Nights): boolean =>
  !isEmptyRange(b) && a.from < b.until! && (a.until === null || b.from < a.until);
const isBlock = ({ state, checkedIn }: BoardBookingRow): boolean =>
  state === 'blocked' || state === 'preparing' || (state === 'ended' && !checkedIn);

function freeTonight(beds: readonly CountedBed[]) {
  const kinds = BED_KINDS.filter((kind) => beds.some(({ row }) => row.kind === kind));
  const free = beds.filter(({ counted }) => isFreeOn(counted, 0));
  return kinds.map((kind) => ({ kind, count: free.filter(({ row }) => row.kind === kind).length }));
}

interface BarFacts extends Pick<BoardFacts, 'from' | 'nights' | 'tonight' | 'now'> {
  readonly people: ReadonlyMap<string, BoardPersonRow>;
  readonly letters: ReadonlyMap<string, string>;
  readonly own: ReadonlySet<string>;
}

function shelterOf(
  beds: readonly CountedBed[],
  shown: (bed: CountedBed) => boolean,
  facts: BarFacts,
): BoardShelter {
  const first = beds[0]!.row;
  const strip = stripOf(beds);
  return {
    id: first.shelterId,
    codeName: first.codeName,
    kind: first.shelterKind,
    region: first.region,
    own: facts.own.has(first.shelterId),
    occupancy: strip[0]!,
    strip,
    rooms: [...groupBy(beds.filter(shown), ({ row }) => row.roomId).values()].map((inRoom) => ({
      id: inRoom[0]!.row.roomId,
      name: inRoom[0]!.row.room,
      mix: inRoom[0]!.row.mix,
      stepFree: inRoom[0]!.row.stepFree,
      beds: inRoom.map((bed) => bedOf(bed, facts)),
    })),
  };
}

function bedOf(
  { row: bed, service, lies, toPrepare, counted }: CountedBed,
  facts: BarFacts,
): BoardBed {
  const bars = layBars(lies, facts.from, facts.nights);
  const inService = layBars([{ nights: service }], facts.from, facts.nights)[0]!;
  const last = inService.startColumn + inService.span;
  const gaps = gapsBetween(bars, facts.nights)
    .map(({ startColumn, span }) => {
      const start = Math.max(startColumn, inService.startColumn);
      return { startColumn: start, span: Math.min(startColumn + span, last) - start };
    })
    .filter(({ span }) => span > 0);
  return {
    id: bed.bedId,
    label: bed.label,
    kind: bed.kind,
    freeTonight: isFreeOn(counted, 0),
    toPrepare,
    bars: bars.map((bar) => barOf(bar, facts.own.has(bed.shelterId), facts)),
    gaps: gaps.map(({ startColumn, span }) => ({
      startColumn: startColumn + 1,
      span,
      from: addDays(facts.from, startColumn),
    })),
  };
}

function barOf(
  bar: ReturnType<typeof layBars<BedOccupation>>[number],
  here: boolean,
  facts: BarFacts,
): BoardBar {
  const { row: booking, blocks: block, overdue: late } = bar.booking;
  const person = facts.people.get(booking.id);
  return {
    id: booking.id,
    kind: KIND[booking.state] ?? (block ? 'blocked' : 'stay'),
    from: booking.from,
    until: booking.until,
    startColumn: bar.startColumn + 1,
    span: bar.span,
    openEnd: bar.openEnd,
    cut: bar.cutEnd && !bar.openEnd,
    overdue: late,
    sign: booking.sign,
    caseId: person?.caseId ?? null,
    caseNumber: person?.caseNumber ?? null,
    family: (person?.familyId && facts.letters.get(person.familyId)) || null,
    stepFree: person?.accessNeed === 'step_free',
    minutesLeft: booking.holdUntil
      ? Math.max(1, Math.ceil((booking.holdUntil.getTime() - facts.now.getTime()) / 60_000))
      : null,
    reason: block && here ? booking.reason : null,
    reasonLabels: block && here ? booking.reasonLabels : null,
    own: person !== undefined || (block && here && booking.state === 'blocked'),
    version: person === undefined ? null : booking.version,
  };
}

const KIND: Readonly<Record<string, BoardBar['kind']>> = {
  hold: 'hold',
  promised: 'promised',
  preparing: 'preparing',
};

/** A letter for each family of which more than one is on the board. */
function familyLetters(people: readonly BoardPersonRow[]): Map<string, string> {
  const families = [...groupBy(people, ({ familyId }) => familyId ?? '')].filter(
    ([id, members]) => id !== '' && members.length > 1,
  );
  return new Map(families.map(([id], index) => [id, letter(index)]));
}

const letter = (index: number): string =>
  String.fromCharCode(65 + (index % 26)) + (index >= 26 ? String(Math.floor(index / 26)) : '');
