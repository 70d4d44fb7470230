/** Tonight's sheet: beds with occupants as the board shows them, arrivals and departures, without names. */
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { formatLongDate } from '../../platform/web/format';
import { nightRulesInWords, type NightRules } from '../../shelter-inventory';
import type { ResidentGroups, ResidentRow } from '../../shelter-operations';
import type { BoardWithRequests } from '../board.service';
import type { BoardBar, BoardBed, BoardShelter } from '../board.view';
import { wordsFor, type BoardWords } from './board.words';

type Resident = ResidentGroups<ResidentRow>['people'][number];

interface Tonight {
  readonly board: BoardWithRequests;
  readonly nightRules: ReadonlyMap<string, NightRules>;
  /** Residents of the reader's shelters, from roll call and register. */
  readonly people: readonly Resident[];
}

/** Why a bed that somebody has is empty now; null where nobody has noted anything of the kind. */
type NotHere = 'missing' | 'leave' | 'out';

function notHere({ presence, outAt }: Resident): NotHere | null {
  if (presence === 'missing' || presence === 'leave') return presence;
  return outAt === null ? null : 'out';
}

export function tonightPage(
  { board, nightRules, people }: Tonight,
  actor: Actor,
  shelterId: string | null,
): object {
  const words = wordsFor(actor);
  const absent = new Map(people.map((one) => [one.bookingId, notHere(one)]));
  const own = board.shelters.filter((one) => one.own);
  const asked = board.shelters.filter(({ id }) => id === shelterId);
  if (shelterId !== null && asked.length === 0) throw notFound();
  const shown = asked.length > 0 ? asked : own.length > 0 ? own : board.shelters;
  return {
    title: words('bed-board:tonight.title', {
      date: formatLongDate(board.tonight, actor.language),
    }),
    wide: true,
    boardPath: '/beds',
    choices: board.shelters.map(({ id, codeName }) => ({
      codeName,
      path: `/beds/tonight?shelter=${id}`,
      current: shown.length === 1 && shown[0]!.id === id,
    })),
    several: board.shelters.length > 1,
    shelters: shown.map((shelter) => {
      const rules = nightRules.get(shelter.id);
      return {
        ...houseModel(shelter, { board, absent }, actor, words),
        night: rules && nightRulesInWords(rules, actor.language),
      };
    }),
  };
}

interface Night {
  readonly board: BoardWithRequests;
  readonly absent: ReadonlyMap<string, NotHere | null>;
}

function houseModel(
  shelter: BoardShelter,
  { board, absent }: Night,
  actor: Actor,
  words: BoardWords,
): object {
  const beds = shelter.rooms.flatMap(({ beds: inRoom }) => inRoom);
  const tonight = beds.map((bed) => barOfTonight(bed));
  const count = (test: (bar: BoardBar | undefined, bed: BoardBed) => boolean) =>
    beds.filter((bed, place) => test(tonight[place], bed)).length;
  const absentAs = (why: NotHere | null) => (bar: BoardBar | undefined) =>
    bar?.kind === 'stay' && (absent.get(bar.id) ?? null) === why;
  const absences = (['out', 'leave', 'missing'] as const)
    .map((key) => ({ key, count: count(absentAs(key)) }))
    .filter((one) => one.count > 0);
  return {
    codeName: shelter.codeName,
    kind: words(`beds:shelter_kind.${shelter.kind}`),
    counts: [
      { key: 'asleep', count: count(absentAs(null)) },
      ...absences,
      { key: 'expected', count: count((bar) => bar?.kind === 'promised' || bar?.kind === 'hold') },
      { key: 'free', count: count((_bar, { freeTonight }) => freeTonight) },
      { key: 'leaving', count: count((bar) => leavesTomorrow(bar, board)) },
    ],
    rooms: shelter.rooms.map(({ name, mix, stepFree, beds: inRoom }) => ({
      name,
      stepFree,
      mix: words(`beds:mix.${mix}`),
      beds: inRoom.map((bed) => bedModel(bed, { board, absent }, actor, words)),
    })),
  };
}

/** The one that lies on tonight's column; the board begins tonight. */
const barOfTonight = ({ bars }: BoardBed): BoardBar | undefined =>
  bars.find(({ startColumn }) => startColumn === 1);

const leavesTomorrow = (bar: BoardBar | undefined, { tonight }: BoardWithRequests): boolean =>
  bar?.kind === 'stay' && bar.until === addDays(tonight, 1);

function bedModel(
  bed: BoardBed,
  { board, absent }: Night,
  actor: Actor,
  words: BoardWords,
): object {
  const bar = barOfTonight(bed);
  const state = bar?.kind ?? (bed.freeTonight ? 'free' : 'away');
  // Absences of people hidden on boards are counted but not shown.
  const why = (bar?.kind === 'stay' && bar.caseNumber !== null && absent.get(bar.id)) || null;
  const who = bar && [
    bar.sign && words(`beds:sign.${bar.sign}`),
    bar.family && words('beds:board.family', { letter: bar.family }),
    bar.stepFree && words('beds:board.step_free'),
    bar.reasonLabels?.[actor.language] ?? bar.reason,
  ];
  return {
    label: bed.label,
    state,
    kind: bed.kind === 'single' ? null : words(`beds:bed_kind.${bed.kind}`),
    word: why
      ? words(`bed-board:tonight.is_${why}`)
      : state === 'away'
        ? words('bed-board:tonight.away')
        : wordOf(state, words),
    icon: why ? ABSENCE_ICONS[why] : ICONS[state],
    caseNumber: bar?.caseNumber ?? null,
    who: who ? who.filter(Boolean).join(' · ') : '',
    note: bar && why !== 'missing' ? noteOf(bar, board, words) : null,
    urgent: why === 'missing' || (bar?.overdue ?? false),
    href: bar?.own ? `/beds/bookings/${bar.id}` : null,
    checks: state === 'stay' || state === 'promised' || state === 'hold',
  };
}

const wordOf = (state: BoardBar['kind'] | 'free', words: BoardWords): string =>
  state === 'free' ? words('beds:board.free') : words(`beds:bar.${state}`);

const ICONS = {
  stay: 'bed',
  promised: 'walk',
  hold: 'lock',
  blocked: 'tool',
  preparing: 'tool',
  free: 'circle-dashed',
  away: 'minus',
} as const;

const ABSENCE_ICONS = { missing: 'alert-triangle', leave: 'door-exit', out: 'door-exit' } as const;

function noteOf(bar: BoardBar, board: BoardWithRequests, words: BoardWords): string | null {
  if (bar.overdue) return words('beds:board.overdue_long');
  if (leavesTomorrow(bar, board)) return words('bed-board:tonight.leaves_tomorrow');
  if (bar.minutesLeft !== null) {
    return words('bed-board:tonight.held_for', { count: bar.minutesLeft });
  }
  return bar.until ? words('bed-board:tonight.until', { until: words.day(bar.until) }) : null;
}
