import { addDays, daysBetween, type CivilDate } from '../../modules/platform/shared/nights.rules';

/**
 * Invented stays that fill the past quarters: pure, so that the same people and beds give the same
 * history. It keeps the rules of placing: women's rooms hold women, a family room one family, a
 * minors' room minors of one sex, a cot an infant.
 */
export interface HistoryPerson {
  readonly caseId: string;
  readonly registeredOn: CivilDate;
  readonly sex: 'female' | 'male' | 'other' | null;
  /** Completed years at registration, null where unknown. */
  readonly age: number | null;
  readonly family: string | null;
}

export interface HistoryRoom {
  readonly roomId: string;
  readonly shelterId: string;
  readonly mix: 'women' | 'men' | 'family' | 'minors';
  readonly beds: readonly { readonly bedId: string; readonly kind: string }[];
}

export interface PastStay {
  readonly bedId: string;
  readonly shelterId: string;
  readonly caseId: string;
  readonly from: CivilDate;
  /** Null: still there. */
  readonly until: CivilDate | null;
  readonly sign: 'woman' | 'man' | 'girl' | 'boy' | null;
}

export interface Chances {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  happens(probability: number): boolean;
}

interface Span {
  readonly from: CivilDate;
  readonly tonight: CivilDate;
  /** Rooms that stay empty in a span, e.g. for the main job of the demonstration. */
  readonly keepFree: readonly { roomId: string; from: CivilDate; until: CivilDate }[];
}

const REST_BETWEEN_STAYS = 20;

export function pastStays(
  people: readonly HistoryPerson[],
  rooms: readonly HistoryRoom[],
  span: Span,
  chances: Chances,
): PastStay[] {
  const stays: PastStay[] = [];
  const freeAgain = new Map<string, CivilDate>(); // bed → first free night
  const away = new Map<string, CivilDate>(); // person → first night on which they may come again
  const units = unitsOf(people);
  for (let night = span.from; night <= span.tonight; night = addDays(night, 1)) {
    for (const room of rooms) {
      const kept = span.keepFree.find(
        ({ roomId, from, until }) => roomId === room.roomId && from <= night && night < until,
      );
      if (kept) continue;
      const limit = span.keepFree.find(
        ({ roomId, from }) => roomId === room.roomId && from > night,
      );
      for (const unit of arrivals(room, night)) settle(room, unit, night, limit?.from);
    }
  }
  return stays;

  /** Who comes tonight: one family into an empty family room, single people into single beds. */
  function* arrivals(room: HistoryRoom, night: CivilDate): Generator<HistoryPerson[]> {
    const free = room.beds.filter(({ bedId }) => (freeAgain.get(bedId) ?? span.from) <= night);
    if (room.mix === 'family') {
      if (free.length < room.beds.length || !chances.happens(0.16)) return;
      const unit = pick(night, (members) => members.length > 1 && fitsRoom(members, room));
      if (unit) yield unit;
      return;
    }
    for (const bed of free) {
      if (bed.kind === 'bunk_upper' ? !chances.happens(0.05) : !chances.happens(0.13)) continue;
      const unit = pick(night, (members) => members.length === 1 && suits(members[0]!, room.mix));
      if (unit) yield unit;
    }
  }

  function pick(night: CivilDate, suitable: (unit: HistoryPerson[]) => boolean) {
    const ready = units.filter(
      (unit) =>
        unit.every(
          ({ caseId, registeredOn }) =>
            registeredOn <= night && (away.get(caseId) ?? night) <= night,
        ) && suitable(unit),
    );
    // Those registered last come first, as in life; a few come back.
    const recent = ready.filter((unit) => daysBetween(unit[0]!.registeredOn, night) < 120);
    const from = recent.length ? recent : ready;
    return from.length ? from[chances.between(0, from.length - 1)] : undefined;
  }

  function settle(room: HistoryRoom, unit: HistoryPerson[], night: CivilDate, limit?: CivilDate) {
    const nights = chances.happens(0.15) ? chances.between(1, 4) : chances.between(9, 75);
    let until = addDays(night, nights);
    if (limit && until > limit) until = limit;
    const open = until > span.tonight;
    const beds = room.beds.filter(({ bedId }) => (freeAgain.get(bedId) ?? span.from) <= night);
    for (const person of [...unit].sort((a, b) => (a.age ?? 99) - (b.age ?? 99))) {
      const infant = (person.age ?? 99) < 2;
      const at = beds.findIndex(({ kind }) => (kind === 'cot') === infant);
      const bed = at >= 0 ? beds.splice(at, 1)[0]! : undefined;
      if (!bed) continue;
      stays.push({
        bedId: bed.bedId,
        shelterId: room.shelterId,
        caseId: person.caseId,
        from: night,
        until: open ? null : until,
        sign: signOf(person),
      });
      freeAgain.set(bed.bedId, open ? '9999-12-31' : addDays(until, chances.between(0, 4)));
      away.set(person.caseId, open ? '9999-12-31' : addDays(until, REST_BETWEEN_STAYS));
    }
    if (room.mix === 'family') {
      const next = open ? '9999-12-31' : addDays(until, chances.between(1, 6));
      for (const { bedId } of room.beds) freeAgain.set(bedId, next);
    }
  }
}

function unitsOf(people: readonly HistoryPerson[]): HistoryPerson[][] {
  const families = new Map<string, HistoryPerson[]>();
  const units: HistoryPerson[][] = [];
  for (const person of people) {
    const known = person.family === null ? undefined : families.get(person.family);
    if (known) known.push(person);
    else {
      const unit = [person];
      if (person.family !== null) families.set(person.family, unit);
      units.push(unit);
    }
  }
  return units;
}

function suits({ sex, age }: HistoryPerson, mix: HistoryRoom['mix']): boolean {
  if (mix === 'women') return sex === 'female' && (age === null || age >= 18);
  if (mix === 'men') return sex === 'male' && (age === null || age >= 18);
  return sex === 'male' && age !== null && age >= 12 && age < 18;
}

/** An infant needs a cot, everybody else a bed; a boy of twelve is not put with the women. */
function fitsRoom(unit: readonly HistoryPerson[], { beds }: HistoryRoom): boolean {
  const infants = unit.filter(({ age }) => (age ?? 99) < 2).length;
  const cots = beds.filter(({ kind }) => kind === 'cot').length;
  return infants <= cots && unit.length - infants <= beds.length - cots;
}

const signOf = ({ sex, age }: HistoryPerson): PastStay['sign'] => {
  if (age === null || sex === null || sex === 'other') return null;
  if (sex === 'female') return age < 18 ? 'girl' : 'woman';
  return age < 18 ? 'boy' : 'man';
};
