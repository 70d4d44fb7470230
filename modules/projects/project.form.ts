/** Each act on a project as a form of its own page: what is asked, in which words. */
import type { Language } from '../platform/shared/actor';
import { formatDate, formatMoney } from '../platform/web/format';
import { RECUSAL_REASONS } from './committee/sittings.service';
import type { Criterion } from './committee/scoring.rules';
import { REVIEW_OUTCOMES, NOT_ALIVE_REASONS } from './follow-up/project-follow-up.service';
import { PAYMENT_REVERSAL_REASONS } from './money/tranches.service';
import type { Plan, Project, Tranche } from './pages/read-project.service';
import { PROJECT_END_REASONS, KINDS, PROJECT_WITHDRAWAL_REASONS } from './people/projects.service';
import type { PlanLineKind } from './plan/plan.rules';
import { type AssetState, DECISION_STATES, nextOfAsset } from './project-states.rules';
import { projectWords } from './project.words';
import {
  type Choice,
  type FormDefinition,
  type FormField,
  formFields,
} from '../platform/web/form-fields';
import { regionChoices } from '../reference-lists';

const LINES: Readonly<Record<PlanLineKind, number>> = { need: 5, income: 4, expense: 6 };
const TRANCHES = 4;

export function projectForms(language: Language, today: string) {
  const words = projectWords(language);
  const { choices, text, day, figure, select, radio, note, form } = formFields(words);
  const regions = regionChoices(language);
  const optional = { optional: true };
  const hinted = (name: string, more: object = {}) => ({ hint: words(`hint.${name}`), ...more });
  const money = (amount: string) => formatMoney(amount, 'MAD', language);
  const onToday = { on: today };
  const shares = () => text('shares', { short: true, inputmode: 'numeric', dir: 'ltr' });

  return {
    words,
    begin: (activities: readonly Choice[]): FormDefinition =>
      form('begin', {
        lead: words('form.begin.lead'),
        fields: [
          radio('kind', choices('kind', KINDS)),
          text('title', { maxlength: 120, ...hinted('title') }),
          select('activity', activities),
          select('region', regions, hinted('region')),
          { ...shares(), ...hinted('shares', optional) },
          day('on'),
          note(hinted('idea', optional)),
        ],
        values: onToday,
      }),
    join: ({ kind }: Project): FormDefinition =>
      form('join', {
        lead: words('form.join.lead'),
        fields: [
          text('caseNumber', { as: 'picker' }),
          ...(kind === 'cooperative' ? [shares()] : []),
          day('on'),
        ],
        values: onToday,
      }),
    leave: (): FormDefinition => form('leave', { fields: [day('on')], values: onToday }),
    step: ({ next }: Project): FormDefinition => {
      const reasons = [
        ...(next.includes('ended') ? PROJECT_END_REASONS : []),
        ...(next.includes('withdrawn') ? PROJECT_WITHDRAWAL_REASONS : []),
      ];
      return form('step', {
        fields: [
          radio('to', choices('step_to', next)),
          day('on'),
          ...(reasons.length > 0
            ? [select('reason', choices('reason', reasons), hinted('reason', optional))]
            : []),
          note(),
        ],
        values: { ...onToday, ...(next[0] && { to: next[0] }) },
      });
    },
    plan: (former: Plan | undefined): FormDefinition => {
      const kinds = Object.entries(LINES).flatMap(([kind, count]) => {
        const had = former?.lines.filter((one) => one.kind === kind) ?? [];
        return Array.from({ length: Math.max(count, had.length + 1) }, (_, at) => ({
          kind: kind as PlanLineKind,
          at,
          line: had[at],
        }));
      });
      const values: Record<string, string> = {
        startsOn: former?.startsOn ?? `${today.slice(0, 8)}01`,
        ownContribution: former?.ownContribution ?? '0',
        grantAsked: former?.grantAsked ?? '',
      };
      const fields = kinds.flatMap(({ kind, at, line }, place) => {
        if (line) {
          values[`lines.${place}.label`] = line.label;
          values[`lines.${place}.amounts`] = shortly(line.amounts);
        }
        const number = at + 1;
        return [
          text(`lines.${place}.label`, {
            label: words(`plan.${kind}_label`, { number }),
            maxlength: 80,
            optional: true,
          }),
          text(`lines.${place}.amounts`, {
            label: words(`plan.${kind}_amounts`, { number }),
            dir: 'ltr',
            optional: true,
            ...(kind === 'need' ? { short: true } : at === 0 ? hinted('amounts') : {}),
          }),
        ];
      });
      return form('plan', {
        lead: words('form.plan.lead'),
        fields: [
          day('startsOn', hinted('startsOn')),
          figure('ownContribution'),
          figure('grantAsked'),
          ...fields,
        ],
        values,
        hidden: kinds.map(({ kind }, place) => ({ name: `lines.${place}.kind`, value: kind })),
      });
    },
    put: (sittings: readonly Choice[]): FormDefinition =>
      form('put', {
        lead: words('form.put.lead'),
        fields: [select('sittingId', sittings)],
        values: sittings[0] ? { sittingId: sittings[0].value } : {},
      }),
    sitting: (people: readonly Choice[]): FormDefinition =>
      form('sitting', {
        lead: words('form.sitting.lead'),
        fields: [
          day('on'),
          select('chairId', people),
          radio('memberIds', people, { many: true, ...hinted('memberIds') }),
        ],
        values: onToday,
      }),
    score: (criteria: readonly Criterion[]): FormDefinition =>
      form('score', {
        lead: words('form.score.lead'),
        fields: criteria.flatMap(({ code, weight }, at): FormField[] => [
          {
            as: 'thumb',
            name: `scores.${at}.points`,
            label: words('weighted', { name: words(`criterion.${code}`), weight }),
            hint: words(`criterion_asked.${code}`),
            choices: ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value })),
          },
          text(`scores.${at}.reason`, { label: words('field.score_reason'), maxlength: 500 }),
        ]),
        values: {},
        hidden: criteria.map(({ code }, at) => ({ name: `scores.${at}.criterion`, value: code })),
      }),
    recuse: (): FormDefinition =>
      form('recuse', {
        lead: words('form.recuse.lead'),
        fields: [radio('reason', choices('recused_for', RECUSAL_REASONS))],
        values: {},
      }),
    decide: (plan: Pick<Plan, 'grantAsked'>, lines: readonly Choice[], mean: string | null) =>
      form('decide', {
        lead: words('form.decide.lead', {
          asked: money(plan.grantAsked),
          mean: mean ?? words('committee.no_mean'),
        }),
        fields: [
          radio('outcome', choices('outcome', DECISION_STATES)),
          figure('amount', optional),
          select('lineId', lines, optional),
          note(hinted('decision', optional)),
          ...Array.from({ length: TRANCHES }, (_, at) => at).flatMap((at) => [
            figure(`tranches.${at}.amount`, {
              label: words('field.tranche_amount', { number: at + 1 }),
              optional: true,
            }),
            text(`tranches.${at}.milestone`, {
              label: words('field.tranche_milestone', { number: at + 1 }),
              optional: true,
              maxlength: 300,
              ...(at === 0 ? hinted('milestone') : {}),
            }),
            day(`tranches.${at}.dueOn`, {
              label: words('field.tranche_due', { number: at + 1 }),
              optional: true,
            }),
          ]),
        ],
        values: { amount: plan.grantAsked },
      }),
    milestone: ({ milestone }: Tranche): FormDefinition =>
      form('milestone', {
        ...(milestone && { lead: milestone }),
        fields: [day('on'), note()],
        values: onToday,
      }),
    pay: ({ amount }: Tranche): FormDefinition =>
      form('pay', {
        lead: words('form.pay.lead', { amount: money(amount) }),
        fields: [day('on')],
        values: onToday,
      }),
    takeBack: ({ amount }: Tranche): FormDefinition =>
      form('take_back', {
        lead: words('form.take_back.lead', { amount: money(amount) }),
        fields: [radio('reason', choices('taken_back_for', PAYMENT_REVERSAL_REASONS))],
        values: {},
      }),
    receipt: (documents: readonly Choice[]): FormDefinition =>
      form('receipt', {
        fields: [
          day('on'),
          figure('amount'),
          text('what', { maxlength: 300, hint: words('hint.sealed') }),
          ...(documents.length > 0
            ? [select('documentId', documents, hinted('document', optional))]
            : []),
        ],
        values: onToday,
      }),
    answer: (what: string | null): FormDefinition =>
      form('answer', {
        ...(what && { lead: what }),
        fields: [radio('accepted', choices('accepted', ['yes', 'no'])), { ...day('on') }, note()],
        values: onToday,
      }),
    asset: (project: Project): FormDefinition =>
      form('asset', {
        fields: [
          text('what', { maxlength: 300, hint: words('hint.sealed') }),
          figure('value'),
          select(
            'receiptId',
            project.receipts.map(({ id, on, amount, what }) => ({
              value: id,
              label: [formatDate(on, language), money(amount), what].filter(Boolean).join(' · '),
            })),
            optional,
          ),
          select(
            'memberId',
            project.members
              .filter(({ leftOn }) => leftOn === null)
              .map(({ id, caseNumber }) => ({ value: id, label: caseNumber })),
            hinted('memberId', optional),
          ),
          day('on'),
        ],
        values: onToday,
      }),
    assetStep: (state: AssetState): FormDefinition =>
      form('asset_step', {
        fields: [radio('to', choices('asset', nextOfAsset(state))), day('on'), note()],
        values: onToday,
      }),
    visit: (): FormDefinition =>
      form('visit', {
        fields: [
          day('on'),
          note({ label: words('field.seen'), optional: false }),
          day('nextOn', { ...optional, comes: true }),
        ],
        values: onToday,
      }),
    review: ({ marks }: Project): FormDefinition => {
      const asked = marks.filter(({ state }) => state === 'open' || state === 'lost');
      const first = asked.find(({ state }) => state === 'open') ?? asked.at(-1);
      return form('review', {
        lead: words('form.review.lead'),
        fields: [
          select(
            'months',
            asked.map(({ months, dueOn }) => ({
              value: String(months),
              label: words('mark_due', { count: months, day: formatDate(dueOn, language) }),
            })),
          ),
          day('on'),
          radio('outcome', choices('reviewed', REVIEW_OUTCOMES)),
          select('why', choices('why_not', NOT_ALIVE_REASONS), hinted('why', optional)),
          figure('turnover', hinted('turnover', optional)),
          figure('expenses', optional),
          ...(['jobs', 'jobsWomen', 'jobsProgramme'] as const).map((name) =>
            text(name, { short: true, inputmode: 'numeric', dir: 'ltr', optional: true }),
          ),
          note(),
        ],
        values: { ...onToday, ...(first && { months: String(first.months) }) },
      });
    },
  };
}
export type ProjectForms = ReturnType<typeof projectForms>;

/** A single value if all months are equal. */
const shortly = (amounts: readonly string[]): string =>
  amounts.every((one) => one === amounts[0]) ? amounts[0]! : amounts.join(' ');
