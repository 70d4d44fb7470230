/** A plan as a page: three by three fields, its money as bars and in words, its instalments along the days. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { formatMoney, formatMonthOfYear, formatPercent } from '../../platform/web/format';
import { directionOf, translatorOf } from '../../platform/web/i18n';
import { trackKindLabel } from '../return.view';
import { axisOf, barsOf, type AxisMark } from './plan-picture.view';
import {
  DIMENSIONS,
  HELP_LEVELS,
  type Money,
  isInVersion,
  type InstalmentStatus,
} from './plan.rules';
import type { Instalment, PlanItem, PlanOfTrack } from './read-plan.service';

export const planWords = translatorOf('reintegration');

const INSTALMENT_STATUSES: readonly InstalmentStatus[] = [
  'paid',
  'part',
  'late',
  'next',
  'waits',
  'not_agreed',
  'cancelled',
];

export function planModel(actor: Actor, language: Language, read: PlanOfTrack) {
  const words = planWords(language);
  const { plan, track, person, today } = read;
  const trackPath = `/people/${person.id}/returns/${track.id}`;
  const path = `${trackPath}/plan`;
  const writes = track.live && read.mayWrite && may(actor, 'returns:write');
  const pays = read.mayWrite && read.seesMoney && may(actor, 'instalments:pay');
  const at = plan.draftId === null ? plan.holds : plan.holds + 1;
  const shown = plan.items.filter((item) => inDraft(item, at));
  const can: PlanPermissions = { path, writes, pays: pays && track.live, undoes: pays };
  const marks = shown.flatMap((item) =>
    item.instalments.map((one) => ({
      dueOn: one.dueOn,
      standing: one.standing,
      description: words('axis.mark', {
        kind: kindOf(read, item, language),
        day: one.dueOn,
        amount: sum(one.amount, item, language),
        standing: words(`standing.${one.standing}`),
      }),
    })),
  );
  return {
    title: words('title', { number: person.caseNumber }),
    about: trackKindLabel(track, language),
    backPath: trackPath,
    seesMoney: read.seesMoney,
    holds: plan.holds,
    ...planStatusOf(read, language),
    draft: plan.draftId && {
      sentence: words(plan.holds === 0 ? 'draft_first' : 'draft_next', { number: at }),
      agreePath: writes && shown.length > 0 ? `${path}/agreement/new` : null,
    },
    addPath: writes ? `${path}/items/new` : null,
    grid: {
      caption: gridFinding(shown, language),
      levels: HELP_LEVELS.map((level) => words(`level.${level}`)),
      rows: DIMENSIONS.map((dimension) => ({
        dimension,
        label: words(`dimension.${dimension}`),
        fields: HELP_LEVELS.map((level) => {
          const own = shown.filter((one) => one.dimension === dimension && one.level === level);
          return {
            label: words(`level.${level}`),
            tint: Math.min(3, own.length),
            items: own.map((item) => ({
              id: item.id,
              label: kindOf(read, item, language),
              fresh: isAddedSinceAgreement(item, plan),
              ending: item.end !== null && item.endedIn === null,
            })),
          };
        }),
      })),
    },
    sums: plan.money.map((one) => moneyBars(one, language)),
    axis: marks.length > 0 ? axisModel(marks, today, language) : null,
    legend: INSTALMENT_STATUSES.filter((one) => marks.some(({ standing }) => standing === one)).map(
      (standing) => ({ standing, label: words(`standing.${standing}`) }),
    ),
    items: shown.map((item) => itemModel(read, item, can, language)),
    versions: plan.versions
      .filter(({ agreement }) => agreement !== null)
      .toReversed()
      .map(({ number, agreement }) => ({
        number,
        ...agreement,
        title: words('version', { number }),
        current: number === plan.holds,
        voiceLabel: words(`voice.${agreement!.voice}`),
        agreedByLabel: words(`agreed_by.${agreement!.agreedBy}`),
        items: plan.items
          .filter((item) => isInVersion(number, item))
          .map((item) => ({ label: kindOf(read, item, language), field: fieldOf(item, language) })),
      })),
  };
}

interface PlanPermissions {
  readonly path: string;
  readonly writes: boolean;
  readonly pays: boolean;
  readonly undoes: boolean;
}

/** Whether an item belongs to the draft, including items that it ends once the person agrees. */
const inDraft = (item: PlanItem, at: number): boolean =>
  isInVersion(at, item) && !(item.end !== null && item.end.versionId === item.versionId);
const isAddedSinceAgreement = ({ addedIn }: PlanItem, { holds }: PlanOfTrack['plan']): boolean =>
  holds > 0 && addedIn > holds;

const kindOf = ({ wordsOf }: PlanOfTrack, { kind, listVersion }: PlanItem, language: Language) =>
  wordsOf({ list: 'reintegration_help', version: listVersion, code: kind }, language);
const fieldOf = ({ dimension, level }: PlanItem, language: Language): string => {
  const words = planWords(language);
  return `${words(`dimension.${dimension}`)} · ${words(`level.${level}`)}`;
};
const sum = (amount: string, { money }: PlanItem, language: Language): string =>
  formatMoney(amount, money!.currency, language);

/** Whether it was made in time, or until when it is. */
function planStatusOf({ plan, today }: PlanOfTrack, language: Language) {
  const words = planWords(language);
  const { dueOn, madeOn, inTime } = plan;
  if (madeOn !== null) {
    const key = inTime === null ? 'made' : inTime ? 'made_in_time' : 'made_late';
    return { made: { sentence: words(key, { day: madeOn, due: dueOn }), late: inTime === false } };
  }
  if (dueOn === null) return { made: { sentence: words('due_after'), late: false } };
  const late = dueOn < today;
  return { made: { sentence: words(late ? 'due_late' : 'due', { day: dueOn }), late } };
}

function gridFinding(items: readonly PlanItem[], language: Language): string {
  const fields = new Set(items.map(({ dimension, level }) => `${dimension} ${level}`));
  return planWords(language)('grid.finding', { count: items.length, fields: fields.size });
}

function axisModel(marks: readonly AxisMark[], today: CivilDate, language: Language) {
  const axis = axisOf(marks, today, directionOf(language) === 'rtl');
  return {
    ...axis,
    ticks: axis.ticks.map(({ day, x }) => ({ x, label: formatMonthOfYear(day, language) })),
    label: axisFinding(marks, language),
  };
}

function axisFinding(marks: readonly { standing: InstalmentStatus }[], language: Language): string {
  const of = (standing: InstalmentStatus) =>
    marks.filter((one) => one.standing === standing).length;
  const figures = { count: marks.length, paid: of('paid'), late: of('late') };
  return planWords(language)('axis.finding', figures);
}

function moneyBars(money: Money, language: Language) {
  const { currency, planned, committed, paid } = money;
  const text = (amount: string) => formatMoney(amount, currency, language);
  const share = (amount: string) =>
    Number(planned) > 0 ? formatPercent(Number(amount) / Number(planned), language, 0) : '–';
  const rest = (Number(committed) - Number(paid)).toFixed(2);
  const open = (Number(planned) - Number(committed)).toFixed(2);
  const words = planWords(language);
  return {
    widths: barsOf(money),
    rows: [
      { name: 'planned', label: words('money.planned'), amount: text(planned), share: null },
      ...(['committed', 'paid'] as const).map((name) => ({
        name,
        label: words(`money.${name}`),
        amount: text(money[name]),
        share: share(money[name]),
      })),
    ],
    finding: words('money.finding', {
      paid: text(paid),
      planned: text(planned),
      rest: text(rest),
      open: text(open),
    }),
  };
}

function itemModel(read: PlanOfTrack, item: PlanItem, can: PlanPermissions, language: Language) {
  const words = planWords(language);
  const { money, end } = item;
  const at = `${can.path}/items/${item.id}`;
  const isOver = item.endedIn !== null;
  const placed = item.instalments.reduce((all, { amount }) => all + Number(amount) * 100, 0);
  const hasRoom = money !== null && Math.round(placed) < Math.round(Number(money.amount) * 100);
  return {
    id: item.id,
    note: item.note,
    label: kindOf(read, item, language),
    field: fieldOf(item, language),
    fresh: isAddedSinceAgreement(item, read.plan),
    ending: end && !isOver ? words('ending', { reason: words(`end_reason.${end.reason}`) }) : null,
    cost: money && {
      amount: sum(money.amount, item, language),
      line: money.lineCode,
      state: money.state,
      stateLabel: words(`state.${money.state ?? 'draft'}`, { number: money.commitment ?? 0 }),
      good: money.state === 'committed',
      bad: money.state === 'refused',
    },
    unplaced:
      hasRoom && read.seesMoney
        ? words('unplaced', {
            amount: sum((Number(money.amount) - placed / 100).toFixed(2), item, language),
          })
        : null,
    endPath: can.writes && !end ? `${at}/end/new` : null,
    addPath: can.writes && can.pays && hasRoom && !end ? `${at}/instalments/new` : null,
    askPath: can.writes && money?.state === 'refused' && !end ? `${at}/request/new` : null,
    instalments: item.instalments.map((one) => instalmentModel(read, item, one, can, language)),
  };
}

function instalmentModel(
  read: PlanOfTrack,
  item: PlanItem,
  one: Instalment,
  can: PlanPermissions,
  language: Language,
) {
  const words = planWords(language);
  const at = `${can.path}/instalments/${one.id}`;
  const open = one.left !== '0.00' && item.money?.state === 'committed';
  return {
    dueOn: one.dueOn,
    note: one.note,
    standing: one.standing,
    standingLabel: words(`standing.${one.standing}`),
    amount: sum(one.amount, item, language),
    left:
      open && one.left !== one.amount
        ? words('left', { amount: sum(one.left, item, language) })
        : null,
    formLabel: words(`form_of.${one.form}`),
    conditionLabel: read.wordsOf(
      { list: 'instalment_conditions', version: one.listVersion, code: one.condition },
      language,
    ),
    payPath: can.pays && open ? `${at}/payments/new` : null,
    cancelPath: can.pays && open ? `${at}/cancellation/new` : null,
    steps: one.steps
      .filter(({ step }) => step !== 'undone')
      .map((step) => ({
        on: step.on,
        by: step.by,
        note: step.note,
        undone: step.undone,
        label: words(`step.${step.step}`, { amount: sum(step.amount, item, language) }),
        receipt: step.receipt,
        documentPath: step.documentId && `/documents/${step.documentId}`,
        reasonLabel: step.reason && words(`cancel_reason.${step.reason}`),
        undoPath:
          can.undoes && step.step === 'paid' && !step.undone
            ? `${can.path}/payments/${step.id}/undo/new`
            : null,
      })),
  };
}
