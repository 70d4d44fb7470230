/** Views of cash transfers in the reader's language. */
import type { Actor, Language } from '../platform/shared/actor';
import { addMonths, type CivilDate } from '../platform/shared/nights.rules';
import { joinWords } from '../platform/shared/punctuation.words';
import { formatMonth, formatNumber } from '../platform/web/format';
import type { FormState } from '../platform/web/forms';
import { directionOf, translate } from '../platform/web/i18n';
import { may } from '../access';
import { type LocalisedName, sumOf, written } from '../grant-budgeting';
import { ADVANCE_REASONS } from './advances.service';
import { RETURN_REASONS, ROW_REASONS } from './check-returns.service';
import { barOfPartner, timelineOf } from './partner-picture.view';
import { quarterOf } from './partner.rules';
import { TAKE_BACK_REASONS } from './partner-refunds.service';
import type { PartnerRow, WholeSubmission, WholePartner } from './partners.queries';

export const wordsOf =
  (language: Language) =>
  (key: string, params: object = {}) =>
    translate(language, `budget:partners.${key}`, { ...params });

export const quarterLabel = (quarter: CivilDate, language: Language): string =>
  translate(language, 'common:quarter', {
    year: quarter.slice(0, 4),
    number: Math.ceil(Number(quarter.slice(5, 7)) / 3),
  });

export const monthLabel = (month: CivilDate, language: Language): string =>
  `${formatMonth(month, language)} ${month.slice(0, 4)}`;

export function partnerModel(row: PartnerRow, language: Language) {
  const words = wordsOf(language);
  const bands = row.ages.map(({ from, until, amount }, band) => ({
    band,
    amount,
    label: until === null ? words('age.over', { from }) : words('age.band', { from, until }),
  }));
  return {
    ...row,
    bands,
    bar: barOfPartner(row),
    isOverdue: row.overdue !== '0.00',
    overdueAge: bands.at(-1)!.label,
    barLabel: words('bar', {
      advanced: `${row.advanced} ${row.currency}`,
      liquidated: `${row.liquidated} ${row.currency}`,
      refunded: `${row.refunded} ${row.currency}`,
      outstanding: `${row.outstanding} ${row.currency}`,
    }),
    path: `/budget/partners/${row.id}`,
  };
}

export function wholeModel(
  whole: WholePartner,
  actor: Actor,
  language: Language,
  today: CivilDate,
) {
  const words = wordsOf(language);
  const makes = may(actor, 'advances:make');
  const { rule, currency } = whole;
  const money = (amount: string) => `${amount} ${currency}`;
  const row = partnerModel(whole, language);
  const open = whole.confirmed && !whole.closed && makes;
  return {
    ...whole,
    ...row,
    title: `${whole.organisation} · ${whole.reference}`,
    lines: whole.lines.map((line) => ({ ...line, spoken: line.name[language] })),
    waiting: waitingOf(whole.papers),
    ruleHolds: rule.holds,
    ruleSays: words(rule.holds ? 'rule_holds' : 'rule_waits', {
      share: Number(rule.share) * 100,
      last: money(rule.last),
      lastSettled: money(rule.lastSettled),
      needed: money(rule.needed),
      earlier: money(rule.earlier),
      earlierSettled: money(rule.earlierSettled),
    }),
    papers: whole.papers.map((paper) => ({
      ...paper,
      path: `/budget/partners/papers/${paper.id}`,
      what: submissionName(paper, language),
      stateWords: words(`state.${paper.state}`),
    })),
    events: whole.events.map((event) => ({
      ...event,
      what: words(`event.${event.kind}.${event.step}`, { number: event.number }),
      why: event.reason && words(`reasons.${event.reason}`),
    })),
    timeline: timelineOf(whole, whole.papers, { today, mirrored: directionOf(language) === 'rtl' }),
    ratingWords: whole.rating && words(`rating.${whole.rating}`),
    ratings: whole.ratings.map((one) => ({
      ...one,
      spoken: words(`rating.${one.rating}`),
      why: words(`rating_reason.${one.reason}`),
    })),
    mayConfirm: !whole.confirmed && !whole.mine && may(actor, 'advances:decide'),
    mayClose: whole.confirmed && !whole.closed && may(actor, 'advances:decide'),
    mayMake: makes,
    actions: open
      ? ['advances', 'returns', 'refunds'].map((what) => ({
          path: `${row.path}/${what}`,
          label: words(`new.${what}`),
        }))
      : [],
  };
}

/** Reported on advances, and not checked yet: the part of what is outstanding that waits for the agency. */
const waitingOf = (papers: WholePartner['papers']): string =>
  written(
    sumOf(
      papers
        .filter(({ claim, state }) => claim === 'direct_cash_transfer' && state === 'entered')
        .map(({ asked }) => asked),
    ),
  );

export function submissionName(
  {
    kind,
    number,
    quarter,
    fromMonth,
    untilMonth,
    claim,
  }: Pick<WholeSubmission, 'kind' | 'number' | 'quarter' | 'fromMonth' | 'untilMonth' | 'claim'>,
  language: Language,
): string {
  const words = wordsOf(language);
  const period = quarter
    ? quarterLabel(quarter, language)
    : fromMonth && untilMonth
      ? [...new Set([fromMonth, untilMonth])]
          .map((month) => monthLabel(month, language))
          .join(' – ')
      : '';
  const name = words(claim === 'reimbursement' ? 'paper.claim' : `paper.${kind}`, { number });
  return period === '' ? name : `${name} · ${period}`;
}

/** Lines with their field: `rows.0.amount`, its words beside it. */
export const lineFields = (
  lines: readonly { lineId: string; code: string; name: LocalisedName; hint?: string }[],
  form: FormState,
  language: Language,
  withDocument = false,
) =>
  lines.map(({ lineId, code, name, hint }, place) => ({
    lineId,
    code,
    hint,
    name: name[language],
    fields: (withDocument ? (['amount', 'document'] as const) : (['amount'] as const)).map(
      (key) => ({
        key: `rows.${place}.${key}`,
        isAmount: key === 'amount',
        value: form.values[`rows.${place}.${key}`] ?? '',
        error: form.errors[`rows.${place}.${key}`],
      }),
    ),
    idKey: `rows.${place}.lineId`,
    error: form.errors[`rows.${place}.lineId`],
  }));

/** The quarters that an agreement touches. */
export function quartersOf(
  { startsOn, endsOn }: { startsOn: CivilDate; endsOn: CivilDate },
  language: Language,
) {
  const found: { value: CivilDate; label: string }[] = [];
  for (let quarter = quarterOf(startsOn); quarter <= endsOn; quarter = quarterOf(quarter, 1)) {
    found.push({ value: quarter, label: quarterLabel(quarter, language) });
  }
  return found;
}

/** Its months up to today, the latest first. */
export function monthsOf(
  { startsOn, endsOn }: { startsOn: CivilDate; endsOn: CivilDate },
  today: CivilDate,
  language: Language,
) {
  const found: { value: CivilDate; label: string }[] = [];
  const last = endsOn < today ? endsOn : today;
  for (let month = `${startsOn.slice(0, 7)}-01`; month <= last; month = addMonths(month, 1)) {
    found.push({ value: month, label: monthLabel(month, language) });
  }
  return found.reverse();
}

type SubmissionAct =
  | 'authorised'
  | 'refused'
  | 'withdrawn'
  | 'paid'
  | 'undone'
  | 'accepted'
  | 'returned';

/** Actions of this reader on a submission in its present state, the most likely first. */
function actsOf({ kind, state, claim, mine }: WholeSubmission, actor: Actor): SubmissionAct[] {
  const makes = may(actor, 'advances:make');
  const decides = may(actor, 'advances:decide') && !mine;
  const all: Record<string, SubmissionAct[]> = {
    'advance/requested': [...(decides ? (['authorised', 'refused'] as const) : []), 'withdrawn'],
    'advance/authorised': ['paid', 'withdrawn'],
    'advance/paid': ['undone'],
    'report/entered': [...(decides ? (['accepted', 'returned'] as const) : []), 'withdrawn'],
    'report/accepted': claim === 'reimbursement' ? ['paid', 'undone'] : ['undone'],
    'report/paid': ['undone'],
    'refund/refunded': ['undone'],
  };
  return makes ? (all[`${kind}/${state}`] ?? []) : [];
}

const REASONS: Partial<Record<SubmissionAct, readonly string[]>> = {
  refused: ADVANCE_REASONS,
  returned: RETURN_REASONS,
  undone: TAKE_BACK_REASONS,
};

export function submissionModel(
  paper: WholeSubmission,
  actor: Actor,
  language: Language,
  form: FormState,
) {
  const words = wordsOf(language);
  const acts = actsOf(paper, actor);
  const rowReasons = paper.kind === 'advance' ? ADVANCE_REASONS : ROW_REASONS;
  const choice = (value: string) => ({ value, label: words(`reasons.${value}`) });
  const { rows, ...facts } = paper;
  return {
    ...facts,
    title: submissionName(paper, language),
    lead: `${paper.organisation} · ${paper.reference}`,
    stateWords: words(`state.${paper.state}`),
    paperRows: rows.map((row, place) => ({
      ...row,
      monthWords: row.month && monthLabel(row.month, language),
      also:
        row.alsoIn.length > 0 &&
        words('also_in', { numbers: joinWords(row.alsoIn, language), count: row.alsoIn.length }),
      why: row.reason && words(`reasons.${row.reason}`),
      key: `rows.${place}`,
      typed: form.values[`rows.${place}.agreed`] ?? formatNumber(row.amount, language, 2),
      chosen: form.values[`rows.${place}.reason`] ?? '',
      error: form.errors[`rows.${place}.agreed`] ?? form.errors[`rows.${place}.reason`],
    })),
    waitsForAnother:
      paper.mine &&
      (paper.state === 'requested' || paper.state === 'entered') &&
      may(actor, 'advances:make'),
    acts: acts.map((name, place) => {
      const withReason =
        REASONS[name] ??
        (name === 'withdrawn' && paper.kind === 'advance' ? ADVANCE_REASONS : undefined);
      const danger = ['refused', 'returned', 'withdrawn', 'undone'].includes(name);
      return {
        name,
        // What takes something back is opened by nobody who did not ask for it.
        isFirst: place === 0 && !danger,
        path: `/budget/partners/papers/${paper.id}/${name}`,
        label: words(`act.${paper.kind}.${name}`),
        follows: words(`follows.${paper.kind}.${name}`),
        byRow: name === 'authorised' || name === 'accepted',
        pays: name === 'paid',
        danger,
        reasons: withReason?.map(choice),
      };
    }),
    rowReasons: rowReasons.map(choice),
  };
}
