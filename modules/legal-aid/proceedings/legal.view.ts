/** Page of the legal file: stages of each proceeding as a chart, next hearing, payments. */
import { may } from '../../access';
import { labelOf, listChoices } from '../../reference-lists';
import { toCent, sumOf } from '../../grant-budgeting';
import type { Actor, Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Flash } from '../../platform/web/request';
import type { FormState } from '../../platform/web/forms';
import { formatDate, formatMoney, formatTime } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { ACCUSED_CATEGORIES, stageLineOf } from '../legal.rules';
import type { CancelledHearing } from './coming-hearings.queries';
import type { AmountRow } from './proceedings.queries';
import type { Hearing, LegalFileOfPerson, Measure, Order, Proceeding } from './read-legal.service';

const SPARE_ROWS = 3;

export function fileModel(
  actor: Actor,
  language: Language,
  file: LegalFileOfPerson,
  offset: number,
) {
  const words = wordsIn(language);
  const path = `/people/${file.person.id}/legal`;
  const mayWrite = file.mayWrite && may(actor, 'legal:write');
  return {
    title: words('title', { number: file.person.caseNumber }),
    filePath: `/people/${file.person.id}`,
    path,
    mayWrite,
    newPath: mayWrite ? `${path}/new` : null,
    measurePath: mayWrite ? `${path}/measures/new` : null,
    proceedings: file.proceedings.map((one) => ({
      ...proceedingItem(one, language),
      path: `${path}/${one.id}`,
      next: nextHearing(one, file, language, offset),
      overdue: one.orders.filter(({ overdue }) => overdue).length,
    })),
    measures: file.measures.map((one) => measureItem(one, file, language, mayWrite && path)),
  };
}

export function proceedingModel(
  actor: Actor,
  language: Language,
  file: LegalFileOfPerson,
  proceeding: Proceeding,
  offset: number,
) {
  const words = wordsIn(language);
  const path = `/people/${file.person.id}/legal/${proceeding.id}`;
  const mayWrite = file.mayWrite && may(actor, 'legal:write');
  const closed = proceeding.state === 'closed';
  const when = (allowed: boolean, page: string) => (mayWrite && allowed ? `${path}/${page}` : null);
  const shown = (one: Hearing) =>
    hearingItem(one, file.today, language, offset, mayWrite ? path : null);
  const planned = proceeding.hearings.filter(({ state }) => state === 'planned');
  return {
    ...proceedingItem(proceeding, language),
    title: words('one', { kind: words(`kind.${proceeding.kind}`), number: file.person.caseNumber }),
    backPath: `/people/${file.person.id}/legal`,
    path,
    mayWrite,
    history: proceeding.steps
      .toReversed()
      .map((step) => ({ ...step, label: words(`proceeding_state.${step.to}`) })),
    paths: {
      edit: when(true, 'edit'),
      stage: when(proceeding.next.length > 0, 'stages/new'),
      hearing: when(!closed, 'hearings/new'),
      order: when(true, 'orders/new'),
      contact: when(!closed, 'contacts/new'),
      amount: when(true, 'compensation/new'),
      accused: when(proceeding.track === 'criminal', 'accused'),
      summary: file.mayWrite && may(actor, 'legal:summary') ? `${path}/summary` : null,
    },
    planned: planned.map(shown),
    past: proceeding.hearings
      .filter(({ state }) => state !== 'planned')
      .toReversed()
      .map(shown),
    contacts: proceeding.contacts.map((contact) => ({
      ...contact,
      roleLabel: words(`role.${contact.role}`),
      languageLabel: contact.language && labelOf('languages', contact.language, language),
      endPath: mayWrite && !contact.endedAt ? `${path}/contacts/${contact.id}/end` : null,
    })),
    orders: proceeding.orders.map((one) => orderItem(one, file, language, mayWrite && path)),
    measures: file.measures
      .filter(({ proceedingId }) => proceedingId === proceeding.id)
      .map((one) => measureItem(one, file, language, null)),
    money: moneyModel(proceeding.amounts, language, mayWrite ? path : null),
    isCriminal: proceeding.track === 'criminal',
    accused: accusedItem(proceeding, language),
    accusedTotal: proceeding.accused.reduce((sum, { count }) => sum + count, 0),
    isCounted: proceeding.accused.length > 0,
    summaries: may(actor, 'legal:summary')
      ? proceeding.summaries.map((one) => ({
          ...one,
          path: `/people/${file.person.id}/legal/summaries/${one.id}`,
          languageLabel: words(`summary.in.${one.language}`),
        }))
      : [],
  };
}

const wordsIn =
  (language: Language) =>
  (key: string, params: object = {}): string =>
    translate(language, `legal:${key}`, { ...params });

function proceedingItem(one: Proceeding, language: Language) {
  const words = wordsIn(language);
  return {
    id: one.id,
    kindLabel: words(`kind.${one.kind}`),
    state: one.state,
    stateLabel: words(`proceeding_state.${one.state}`),
    court: one.court?.[language] ?? null,
    prosecutorFile: one.prosecutorFile,
    courtFile: one.courtFile,
    officer: one.officer,
    openedOn: one.openedOn,
    way: stageLineOf(one.track, one.state, one.steps).map((step) => ({
      ...step,
      label: words(`proceeding_state.${step.state}`),
      words: words(`way.${step.is}`),
    })),
  };
}

function nextHearing(
  { hearings }: Proceeding,
  { today }: LegalFileOfPerson,
  language: Language,
  offset: number,
) {
  const next = hearings.find(({ state, day }) => state === 'planned' && day >= today);
  return next ? hearingItem(next, today, language, offset, null) : null;
}

function hearingItem(
  one: Hearing,
  today: CivilDate,
  language: Language,
  offset: number,
  path: string | null,
) {
  const words = wordsIn(language);
  const last = one.steps.at(-1);
  return {
    id: one.id,
    day: one.day,
    time: formatTime(one.startsAt, offset),
    kind: words(`hearing_kind.${one.kind}`),
    court: one.court[language],
    place: one.place,
    note: one.note,
    code: one.code,
    courtClosed: one.courtClosed,
    state: one.state,
    stateLabel: words(`hearing_state.${one.state}`),
    detail: last?.detail ? words(`detail.${last.detail}`) : null,
    endNote: one.state === 'planned' ? null : (last?.note ?? null),
    expected:
      one.personExpected === null
        ? null
        : words(`person_expected.${one.personExpected ? 'yes' : 'no'}`),
    endPath: path && one.next.length > 0 ? `${path}/hearings/${one.id}/end` : null,
    correctPath:
      path && one.state === 'planned' && one.day >= today
        ? `${path}/hearings/${one.id}/correction`
        : null,
    endLabel: words(one.state === 'planned' ? 'hearing_end.how' : 'hearing_end.mistake'),
  };
}

function measureItem(
  one: Measure,
  { wordsOf, today }: LegalFileOfPerson,
  language: Language,
  path: string | null | false,
) {
  const words = wordsIn(language);
  const last = one.steps.findLast(({ from, to }) => from !== to);
  const extensions = one.steps.filter(({ from, to }) => from === to);
  return {
    ...one,
    label: wordsOf(
      { list: 'protection_measures', version: one.kindVersion, code: one.kind },
      language,
    ),
    stateLabel: words(`measure_state.${one.state}`),
    on: last?.on,
    authority: last?.detail ? words(`authority.${last.detail}`) : null,
    note: last?.note ?? null,
    // The end that the state came with; later ones stand with the steps that set them.
    untilOn: last?.untilOn ?? one.firstUntilOn,
    extensions: extensions.map(({ on, untilOn, detail, note }) => ({
      on,
      untilOn,
      authority: detail && words(`authority.${detail}`),
      note,
    })),
    ranOut: one.state === 'granted' && one.untilOn !== null && one.untilOn < today,
    stepPath: path && one.next.length > 0 ? `${path}/measures/${one.id}/step` : null,
  };
}

function orderItem(
  one: Order,
  { wordsOf }: LegalFileOfPerson,
  language: Language,
  path: string | null | false,
) {
  const words = wordsIn(language);
  const last = one.steps.at(-1);
  const done = one.state === 'carried_out';
  return {
    ...one,
    label: wordsOf(
      { list: 'court_order_kinds', version: one.kindVersion, code: one.kind },
      language,
    ),
    stateLabel: words(`order_state.${one.state}`),
    done,
    doneOn: done ? last?.on : null,
    doneBy: done && last?.detail ? words(`doer.${last.detail}`) : null,
    note: last?.note ?? null,
    stepPath: path && one.next.length > 0 ? `${path}/orders/${one.id}/step` : null,
  };
}

/** The last word of what was asked and awarded, and the sum of what was paid, beside each other. */
function moneyModel(amounts: readonly AmountRow[], language: Language, path: string | null) {
  const words = wordsIn(language);
  const live = amounts.filter(({ retractedAt }) => retractedAt === null);
  const last = (what: string) => live.findLast((one) => one.what === what)?.amount ?? null;
  const amountsOf = (what: string) =>
    live.filter((one) => one.what === what).map(({ amount }) => amount);
  const paid = amountsOf('paid');
  const unrecoverable = amountsOf('unrecoverable');
  const total = (parts: readonly string[]) => (parts.length > 0 ? sumOf(parts).toFixed(2) : null);
  const figures: readonly (readonly [string, string | null])[] = [
    ['asked', last('asked')],
    ['awarded', last('awarded')],
    ['paid', total(paid)],
    ...(unrecoverable.length > 0 ? ([['unrecoverable', total(unrecoverable)]] as const) : []),
  ];
  const most = Math.max(1, ...figures.map(([, amount]) => Number(amount ?? 0)));
  const currency = live[0]?.currency ?? 'MAD';
  const awarded = last('awarded');
  const left = awarded === null ? null : toCent(awarded).minus(sumOf([...paid, ...unrecoverable]));
  return {
    any: live.length > 0,
    bars: figures.map(([what, amount]) => ({
      what,
      label: words(`amount.${what}`),
      amount: amount && formatMoney(amount, currency, language),
      // For the eye alone; what is written is exact.
      width: Math.round((100 * Number(amount ?? 0)) / most),
    })),
    left:
      left?.isPositive() && !left.isZero()
        ? formatMoney(left.toFixed(2), currency, language)
        : null,
    rows: amounts.map((one) => ({
      ...one,
      label: words(`amount.${one.what}`),
      written: formatMoney(one.amount, one.currency, language),
      retractPath: path && !one.retractedAt ? `${path}/compensation/${one.id}/retraction` : null,
    })),
  };
}

function accusedItem({ accused }: Proceeding, language: Language) {
  const words = wordsIn(language);
  return accused
    .filter(({ count }) => count > 0)
    .map((one) => ({
      count: one.count,
      what: [
        words(`accused.sex.${one.sex}`),
        words(`accused.age.${one.ageGroup}`),
        one.nationality === 'unknown'
          ? words('accused.nationality_unknown')
          : labelOf('nationalities', one.nationality, language),
        words(`accused.education.${one.education}`),
      ].join(' · '),
    }));
}

/** Existing groups and some empty rows; without scripts, more rows are available after saving. */
export function accusedModel(
  language: Language,
  { person }: LegalFileOfPerson,
  proceeding: Proceeding,
  form: FormState,
) {
  const words = wordsIn(language);
  const known = proceeding.accused.filter(({ count }) => count > 0);
  const typed = (name: string, place: number) => {
    const value = form.values[`counts.${place}.${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  const choices = (of: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: words(`accused.${of}.${value}`) }));
  return {
    title: words('accused.title', { number: person.caseNumber }),
    path: `/people/${person.id}/legal/${proceeding.id}`,
    form,
    revision: proceeding.accused[0]?.revision ?? 0,
    sexes: choices('sex', ACCUSED_CATEGORIES.sex),
    ages: choices('age', ACCUSED_CATEGORIES.ageGroup),
    educations: choices('education', ACCUSED_CATEGORIES.education),
    nationalities: [
      { value: 'unknown', label: words('accused.nationality_unknown') },
      ...listChoices(
        'nationalities',
        language,
        known.map(({ nationality }) => nationality),
      ),
    ],
    rows: Array.from({ length: known.length + SPARE_ROWS }, (_, place) => ({
      place,
      number: place + 1,
      sex: typed('sex', place) ?? known[place]?.sex ?? 'unknown',
      ageGroup: typed('ageGroup', place) ?? known[place]?.ageGroup ?? 'unknown',
      nationality: typed('nationality', place) ?? known[place]?.nationality ?? 'unknown',
      education: typed('education', place) ?? known[place]?.education ?? 'unknown',
      count: typed('count', place) ?? String(known[place]?.count ?? 0),
      error: form.errors[`counts.${place}.count`],
    })),
  };
}

/** After a stage was noted: which hearings were cancelled with it. */
export const stageSaved = (cancelled: readonly CancelledHearing[], language: Language): Flash =>
  cancelled.length === 0
    ? { kind: 'success', key: 'legal:saved' }
    : {
        kind: 'success',
        key: 'legal:saved_cancelled',
        params: {
          hearings: joinWords(
            cancelled.map(({ day, court }) => `${formatDate(day, language)} (${court[language]})`),
            language,
          ),
        },
      };
