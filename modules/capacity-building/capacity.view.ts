/** Trainings of officials in words and pictures. */
import { may } from '../access';
import { type Labels, labelOf, type PublicHolidays } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { type CivilDate, daysBetween } from '../platform/shared/nights.rules';
import { formatMoney, formatMonth, formatNumber } from '../platform/web/format';
import { directionOf } from '../platform/web/i18n';
import { capacityWords } from './capacity.words';
import type { Gain } from './gain.rules';
import type { Participant } from './participants/participants.service';
import type { CapacityMonths } from './trainings/capacity-calendar.service';
import type { CapacityFile } from './trainings/read-capacity.service';
import { nextOf } from './trainings/training-states.rules';
import type { TrainingRow } from './trainings/trainings.queries';
import { monthAfter } from '../platform/shared/periods.rules';
import { trainingWords } from '../vocational-training';
import { costsPerPerson } from './figures/capacity.rules';

export interface CapacityCodes {
  readonly topics: ReadonlyMap<string, Labels>;
  readonly kinds: ReadonlyMap<string, Labels>;
}

export const ROOT = '/training/capacity';
export const pathOf = (id: string): string => `${ROOT}/trainings/${id}`;
const HEIGHT = 10;

export const hoursOf = (minutes: number, language: Language): string =>
  capacityWords(language)('hours', { hours: formatNumber(Math.round(minutes / 6) / 10, language) });

export function trainingFacts(one: TrainingRow, codes: CapacityCodes, language: Language) {
  const words = capacityWords(language);
  return {
    path: pathOf(one.id),
    topicLabels: one.topics.map((code) => codes.topics.get(code)?.[language] ?? code).join(' · '),
    audienceLabels: one.audience
      .map((code) => codes.kinds.get(code)?.[language] ?? code)
      .join(' · '),
    where: [
      words(`mode.${one.mode}`),
      one.region && labelOf('regions', one.region, language),
      labelOf('languages', one.language, language),
    ]
      .filter(Boolean)
      .join(' · '),
    hoursLabel: hoursOf(one.minutes, language),
    placesLabel: trainingWords(language)('places_taken', { taken: one.taken, places: one.places }),
    stateLabel: words(`state.${one.state}`),
    isHeld: one.state === 'held',
    isCancelled: one.state === 'cancelled',
  };
}

export function calendarModel(
  actor: Actor,
  { from, until, today, trainings }: CapacityMonths,
  codes: CapacityCodes,
  language: Language,
) {
  const words = capacityWords(language);
  const width = daysBetween(from, until) + 1;
  const mirrored = directionOf(language) === 'rtl';
  const at = (day: CivilDate, span = 0): number => {
    const x = daysBetween(from, day);
    return mirrored ? width - x - span : x;
  };
  const bar = ({ firstDay, lastDay }: TrainingRow) => {
    const first = firstDay < from ? from : firstDay;
    const last = lastDay > until ? until : lastDay;
    const span = Math.max(2, daysBetween(first, last) + 1);
    return { x: at(first, span), width: span };
  };
  const month = from.slice(0, 7);
  const months = [0, 1, 2, 3, 4, 5].map((count) => `${monthAfter(month, count)}-01`);
  const held = trainings.filter(({ state }) => state === 'held').length;
  return {
    title: words('calendar.title'),
    finding: words('calendar.finding', {
      all: words('calendar.trainings', { count: trainings.length }),
      held: words('calendar.held', { count: held }),
    }),
    newPath: may(actor, 'capacity:manage') ? `${ROOT}/new` : null,
    figuresPath: `${ROOT}/figures`,
    learnersPath: `${ROOT}/learners`,
    earlier: `${ROOT}?month=${monthAfter(month, -3)}`,
    later: `${ROOT}?month=${monthAfter(month, 3)}`,
    width,
    height: HEIGHT,
    months: months.map((day) => ({ x: at(day), label: formatMonth(day, language) })),
    todayAt: today >= from && today <= until ? at(today) + 0.5 : null,
    trainings: trainings.map((one) => ({
      ...one,
      ...trainingFacts(one, codes, language),
      bar: bar(one),
      over: one.lastDay < today,
    })),
  };
}

export function trainingModel(
  actor: Actor,
  file: CapacityFile,
  codes: CapacityCodes,
  language: Language,
  { today, holidays }: { readonly today: CivilDate; readonly holidays: PublicHolidays },
) {
  const words = capacityWords(language);
  const manages = may(actor, 'capacity:manage');
  const path = pathOf(file.id);
  const stands = file.state !== 'cancelled';
  const when = (allowed: boolean, page: string) => (manages && allowed ? `${path}/${page}` : null);
  const completed = file.participants.filter((one) => one.completed);
  const due = completed.some(({ certificate }) => certificate === null);
  const costs = file.costs.filter(({ takenBack }) => !takenBack);
  return {
    ...file,
    ...trainingFacts(file, codes, language),
    finding: findingOf(file, completed.length, language),
    thresholdLabel: words('threshold', { share: file.leastPresence }),
    paths: {
      step: when(nextOf(file.state).length > 0, 'steps/new'),
      agenda: when(stands, 'agenda/new'),
      participant: when(stands && file.taken < file.places, 'participants/new'),
      participantsFile: when(stands, 'participants/file'),
      attendanceFile: when(stands && file.firstDay <= today, 'attendance/file'),
      before: when(stands && file.participants.length > 0, 'tests/before'),
      after: when(stands && file.participants.length > 0, 'tests/after'),
      cost: when(file.lineId !== null, 'costs/new'),
      certificates: when(due, 'certificates/new'),
    },
    days: file.days.map(({ on, minutes }) => ({
      on,
      hours: hoursOf(minutes, language),
      isToday: on === today,
      holiday: holidays.get(on)?.[language] ?? null,
      registerPath: stands && on <= today ? `${path}/register/${on}` : null,
      rows: file.agenda
        .filter((row) => row.on === on)
        .map((row) => ({ ...row, outPath: when(stands, `agenda/${row.id}/removal`) })),
    })),
    participants: file.participants.map((one) => ({
      ...one,
      ...participantModel(one, codes, language),
      leavePath: when(stands && one.certificate === null, `participants/${one.id}/removal`),
      certificatePath: one.certificate ? `${ROOT}/participants/${one.id}/certificate` : null,
    })),
    institutions: institutionBars(file.participants, codes, language),
    gainShown: gainModel(file.gain, language),
    costs: file.costs.map((one) => ({
      ...one,
      whatLabel: words(`cost_of.${one.what}`),
      amountLabel: formatMoney(one.amount, one.currency, language),
      backPath: one.takenBack ? null : when(true, `costs/${one.id}/removal`),
    })),
    eachLabel: eachOf(costs, completed.length, language),
    steps: file.steps.map((one) => ({
      ...one,
      label: words(`state.${one.to}`),
      reasonLabel: one.reason && words(`cancelled_for.${one.reason}`),
    })),
  };
}

function findingOf(file: CapacityFile, completed: number, language: Language): string {
  const words = capacityWords(language);
  if (file.state === 'held') {
    return words('finding.held', {
      completed,
      people: words('people', { count: file.participants.length }),
    });
  }
  return words(`finding.${file.state === 'cancelled' ? 'cancelled' : 'planned'}`, {
    people: words('people', { count: file.participants.length }),
  });
}

export function participantModel(one: Participant, codes: CapacityCodes, language: Language) {
  const words = capacityWords(language);
  return {
    path: `${ROOT}/learners/${one.learnerId}`,
    kindLabel: codes.kinds.get(one.kind)?.[language] ?? one.kind,
    sexLabel: words(`a_sex.${one.sex}`),
    presenceLabel: words('presence', {
      share: formatNumber(Math.round((100 * one.minutes) / Math.max(1, one.ofMinutes)), language),
    }),
    scoresLabel:
      one.before === null && one.after === null
        ? null
        : words('scores', {
            before: one.before === null ? '–' : formatNumber(one.before, language),
            after: one.after === null ? '–' : formatNumber(one.after, language),
          }),
  };
}

/** Who takes part by institution, women and men beside each other on one line. */
function institutionBars(
  participants: readonly Participant[],
  codes: CapacityCodes,
  language: Language,
) {
  const words = capacityWords(language);
  const kinds = [...codes.kinds.keys()].filter((kind) =>
    participants.some((one) => one.kind === kind),
  );
  const most = Math.max(
    1,
    ...kinds.map((kind) => participants.filter((one) => one.kind === kind).length),
  );
  const mirrored = directionOf(language) === 'rtl';
  return kinds.map((kind) => {
    const here = participants.filter((one) => one.kind === kind);
    const women = here.filter(({ sex }) => sex === 'female').length;
    const men = here.filter(({ sex }) => sex === 'male').length;
    const part = (count: number) => Math.round((1000 * count) / most) / 10;
    const from = (before: number, count: number) =>
      mirrored ? 100 - part(before) - part(count) : part(before);
    return {
      label: codes.kinds.get(kind)?.[language] ?? kind,
      count: formatNumber(here.length, language),
      bars: [
        { is: 'women', x: from(0, women), width: part(women) },
        { is: 'men', x: from(women, men), width: part(men) },
        {
          is: 'others',
          x: from(women + men, here.length - women - men),
          width: part(here.length - women - men),
        },
      ],
      description: words('by_sex', { women, men, others: here.length - women - men }),
    };
  });
}

/** Before and after as two bars out of a hundred. */
export function gainModel(
  gain: Pick<Gain, 'both' | 'meanBefore' | 'meanAfter' | 'mean' | 'normalised' | 'normalisedOf'> & {
    readonly worse: number | null;
    readonly knewAll: number | null;
  },
  language: Language,
) {
  const words = capacityWords(language);
  if (gain.mean === null) return null;
  const number = (value: number) => formatNumber(value, language);
  const mirrored = directionOf(language) === 'rtl';
  const bar = (key: 'meanBefore' | 'meanAfter') => ({
    label: words(`gain.${key}`),
    value: number(gain[key]!),
    width: gain[key]!,
    x: mirrored ? 100 - gain[key]! : 0,
  });
  const few = words('figures.few');
  return {
    finding: words('gain.finding', { points: number(gain.mean), both: gain.both }),
    bars: [bar('meanBefore'), bar('meanAfter')],
    facts: [
      {
        label: words('gain.normalised'),
        value:
          gain.normalised === null
            ? words('gain.undefined')
            : words('gain.share', { share: number(gain.normalised), of: gain.normalisedOf }),
      },
      { label: words('gain.worse'), value: gain.worse === null ? few : number(gain.worse) },
      { label: words('gain.knewAll'), value: gain.knewAll === null ? few : number(gain.knewAll) },
    ],
  };
}

function eachOf(
  costs: readonly { readonly amount: string; readonly currency: string }[],
  completed: number,
  language: Language,
): string | null {
  const words = capacityWords(language);
  if (costs.length === 0) return null;
  if (completed === 0) return words('cost_nobody');
  return costsPerPerson(costs, completed)
    .map(({ currency, each }) =>
      words('cost_each', { amount: formatMoney(each!, currency, language) }),
    )
    .join(' · ');
}
