/** A year of a programme of forty staff as rows of the audit log, from a seed: ordinary days with what is odd about them. */
import type { ReadingEvent } from '../../../modules/oversight/alarms/reading-alarms.rules';

export const YEAR_BEGINS = Date.parse('2025-01-01T00:00:00Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A generator of equal numbers from an equal seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type StaffRole =
  | 'shelter_staff'
  | 'shelter_manager'
  | 'reintegration_officer'
  | 'case_supervisor'
  | 'legal_officer'
  | 'programme_officer';

export interface StaffMember {
  readonly id: string;
  readonly role: StaffRole;
  readonly house: number;
  /** Days away, in stretches: leave, illness, a birth. */
  readonly away: readonly (readonly [number, number])[];
}

const STAFF: readonly (readonly [StaffRole, number])[] = [
  ['shelter_staff', 12],
  ['shelter_manager', 5],
  ['reintegration_officer', 14],
  ['case_supervisor', 4],
  ['legal_officer', 3],
  ['programme_officer', 2],
];
const HOUSES = 5;
const CASES = 400;
/** Files opened on an ordinary day, readings of each, lists and searches. */
const HABITS: Readonly<Record<StaffRole, { files: number; lists: number; searches: number }>> = {
  shelter_staff: { files: 6, lists: 8, searches: 1 },
  shelter_manager: { files: 8, lists: 10, searches: 2 },
  reintegration_officer: { files: 7, lists: 6, searches: 2 },
  case_supervisor: { files: 9, lists: 12, searches: 4 },
  legal_officer: { files: 5, lists: 4, searches: 2 },
  programme_officer: { files: 0, lists: 3, searches: 0 },
};

export class OrdinaryYear {
  readonly staff: readonly StaffMember[];
  private readonly random: () => number;
  private readonly houseOf: readonly number[];
  private readonly holder: string[];

  constructor(seed: number) {
    this.random = randomOf(seed);
    this.staff = STAFF.flatMap(([role, count]) =>
      Array.from({ length: count }, (_, place) => ({
        id: `${role}-${place}`,
        role,
        house: place % HOUSES,
        away: this.awayOf(role, place),
      })),
    );
    const holders = this.staff.filter(({ role }) => role === 'reintegration_officer');
    this.houseOf = Array.from({ length: CASES }, () => Math.floor(this.random() * HOUSES));
    this.holder = Array.from({ length: CASES }, () => this.pick(holders).id);
  }

  /** Two or three weeks of leave, some days of illness; one colleague of forty has a child. */
  private awayOf(role: StaffRole, place: number): [number, number][] {
    const begin = 20 + Math.floor(this.random() * 300);
    const ill = Math.floor(this.random() * 350);
    const birth: [number, number][] =
      role === 'reintegration_officer' && place === 3 ? [[100, 198]] : [];
    return [[begin, begin + 14 + Math.floor(this.random() * 12)], [ill, ill + 3], ...birth];
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)]!;
  }

  private isOwn({ id, role, house }: StaffMember, file: number): boolean {
    if (role === 'legal_officer') return file % 3 === 0;
    if (role === 'reintegration_officer') return this.holder[file] === id;
    if (role === 'case_supervisor') return false;
    return this.houseOf[file] === house;
  }

  ownFiles(member: StaffMember): number[] {
    return Array.from({ length: CASES }, (_, file) => file).filter((file) =>
      this.isOwn(member, file),
    );
  }

  strangers(member: StaffMember): number[] {
    return Array.from({ length: CASES }, (_, file) => file).filter(
      (file) => !this.isOwn(member, file),
    );
  }

  opening(member: StaffMember, file: number, at: number, action = 'people.read'): ReadingEvent {
    const id = `case-${file}`;
    const outside = this.isOwn(member, file) ? [] : [id];
    return { at, action, outcome: 'done', files: [id], outside, subject: id };
  }

  plain(at: number, action: string, outcome = 'done', subject: string | null = null): ReadingEvent {
    return { at, action, outcome, files: [], outside: [], subject };
  }

  isAtWork({ role, away }: StaffMember, day: number): boolean {
    if (away.some(([from, until]) => day >= from && day < until)) return false;
    const weekday = (day + 3) % 7;
    if (role === 'shelter_staff' || role === 'shelter_manager') return (day + away.length) % 7 < 5;
    return weekday < 5;
  }

  /** The acts of one day, in order. */
  dayOf(member: StaffMember, day: number): ReadingEvent[] {
    if (!this.isAtWork(member, day)) return [];
    const midnight = YEAR_BEGINS + day * DAY;
    const { files, lists, searches } = HABITS[member.role];
    // Night shifts in turns of a week.
    const isNight =
      member.role === 'shelter_staff' && (Math.floor(day / 7) + member.house) % 3 === 0;
    const [begin, length] = isNight ? [20 * 60, 600] : [8 * 60 + 30, 510];
    const at = () => midnight + (begin + Math.floor(this.random() * length)) * MINUTE;
    const own = this.ownFiles(member);
    const all = this.strangers(member);
    const events: ReadingEvent[] = [];
    // Busy days are one and a half to twice as full.
    const busy = 0.6 + this.random() * (this.random() < 0.1 ? 1.6 : 0.8);
    const open = (file: number, when: number) => {
      const acts = 1 + Math.floor(this.random() * 6);
      for (let n = 0; n < acts; n += 1)
        events.push(this.opening(member, file, when + n * MINUTE, this.pick(READS)));
    };
    for (let n = 0; n < Math.round(files * busy); n += 1)
      open(this.pick(own.length > 0 && this.random() < 0.93 ? own : all), at());
    for (let n = 0; n < lists * busy; n += 1) events.push(this.list(at()));
    for (let n = 0; n < Math.round(searches * busy); n += 1)
      events.push(this.plain(at(), 'people.search'));
    if (this.random() < 0.05) events.push(this.plain(at(), 'exports.take'));
    if (this.random() < 0.1) events.push(this.plain(at(), 'users:read', 'refused'));
    this.addOddities(member, day, { events, at, own, all, open });
    return events.sort((one, other) => one.at - other.at);
  }

  private list(at: number): ReadingEvent {
    const files = Array.from({ length: 25 }, () => `case-${Math.floor(this.random() * CASES)}`);
    return { at, action: 'people.list', outcome: 'done', files, outside: [], subject: files[0]! };
  }

  /** What happens now and then, and is no theft. */
  private addOddities(
    member: StaffMember,
    day: number,
    today: {
      readonly events: ReadingEvent[];
      readonly at: () => number;
      readonly own: readonly number[];
      readonly all: readonly number[];
      readonly open: (file: number, at: number) => void;
    },
  ): void {
    const { events, at, own, all, open } = today;
    const { role } = member;
    // A review of the quarter: a supervisor opens many files in a morning.
    if (role === 'case_supervisor' && day % 91 === 40) {
      const begin = at();
      for (let n = 0; n < 14; n += 1) open(this.pick(all), begin + n * 6 * MINUTE);
    }
    // A colleague goes on leave, and somebody looks after the files.
    if (role === 'reintegration_officer' && this.random() < 0.012)
      for (let n = 0; n < 5; n += 1) open(this.pick(all), at());
    // The monthly report: each officer goes through the own files.
    if (role === 'reintegration_officer' && day % 30 === 28)
      for (const file of own.slice(0, 15)) open(file, at());
    // Month's end: lists for the donor.
    if ((role === 'programme_officer' || role === 'case_supervisor') && day % 30 === 29)
      for (let n = 0; n < 3; n += 1) events.push(this.plain(at(), 'exports.take'));
    // An incident at night.
    if (role === 'shelter_manager' && this.random() < 0.02) {
      const night = Math.floor(at() / DAY) * DAY + 23 * 60 * MINUTE;
      for (let n = 0; n < 3; n += 1) open(this.pick(own), night + n * 5 * MINUTE);
    }
    // A telephone between two networks on the way.
    if (this.random() < 0.03) {
      const begin = at();
      for (let n = 0; n < 1 + Math.floor(this.random() * 4); n += 1)
        events.push(
          this.plain(
            begin + n * 7 * MINUTE,
            'session.other_network',
            'done',
            `${member.id}-${day}`,
          ),
        );
    }
    // A new link that nobody may open, tried again.
    if (this.random() < 0.01)
      for (let n = 0; n < 4; n += 1) events.push(this.plain(at(), 'reports:read', 'refused'));
    // A name that is spelt in many ways.
    if (this.random() < 0.01) {
      const begin = at();
      for (let n = 0; n < 9; n += 1) events.push(this.plain(begin + n * MINUTE, 'people.search'));
    }
    // An emergency.
    if (role === 'shelter_manager' && this.random() < 0.01)
      events.push({ ...this.opening(member, this.pick(all), at()), action: 'people.break_glass' });
    // The telephone asks for the page of computers: another browser, it seems.
    if (this.random() < 0.0007)
      events.push(this.plain(at(), 'session.other_browser', 'refused', `${member.id}-${day}`));
  }
}

const READS = [
  'people.read',
  'people.read',
  'people.show_identity',
  'services.read',
  'plans.read',
  'documents.show',
  'tasks.read',
  'assessments.read',
];
