/** Each act on a plan as a form of its own page. */
import { CURRENCIES, type PlanLine } from '../../grant-budgeting';
import type { Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import type { ReturnForm } from '../return-fields.form';
import * as rules from './plan.rules';
import { planWords } from './plan.view';
import type { Instalment, PlanItem } from './read-plan.service';
import { type Choice, type FormField, formFields } from '../../platform/web/form-fields';

/** So many instalments are asked for with an item; more are added one by one. */
const AT_ONCE = 3;

export function planFormsIn(language: Language, today: string) {
  const words = planWords(language);
  const { choices, text, day, figure: amount, select, radio, form, ...fields } = formFields(words);
  const note = (hint = 'sealed') => fields.note({ hint: words(`hint.${hint}`) });
  const linesOf = (lines: readonly PlanLine[]): Choice[] =>
    lines.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name[language]}` }));
  const instalmentFields = (conditions: readonly Choice[], place?: number): FormField[] => {
    const of = (name: string) => (place === undefined ? name : `instalments.${place}.${name}`);
    const optional = place !== undefined;
    const label = (name: string) =>
      place === undefined
        ? {}
        : {
            label: words('field.of_instalment', {
              place: place + 1,
              field: words(`field.${name}`),
            }),
          };
    return [
      select(of('form'), choices('form_of', rules.INSTALMENT_FORMS), {
        optional,
        ...label('form'),
      }),
      day(of('dueOn'), { optional, ...label('dueOn') }),
      amount(of('amount'), { optional, ...label('amount') }),
      select(of('condition'), conditions, { optional, ...label('condition') }),
    ];
  };
  const toPay = (one: Instalment, { money }: PlanItem) =>
    words('hint.left', { amount: formatMoney(one.left, money!.currency, language) });

  return {
    words,
    item: (
      kinds: readonly Choice[],
      conditions: readonly Choice[],
      lines: readonly PlanLine[] | null,
    ): ReturnForm =>
      form('item', {
        lead: words('form.item.lead'),
        fields: [
          radio('dimension', choices('dimension', rules.DIMENSIONS)),
          radio('level', choices('level', rules.HELP_LEVELS)),
          select('kind', kinds),
          note('agreed'),
          ...(lines
            ? [
                select('lineId', linesOf(lines), { optional: true, hint: words('hint.lineId') }),
                amount('amount', { optional: true, label: words('field.whole_amount') }),
                select(
                  'currency',
                  CURRENCIES.map((code) => ({ value: code, label: code })),
                  { optional: true },
                ),
                ...Array.from({ length: AT_ONCE }, (_, place) =>
                  instalmentFields(conditions, place),
                ).flat(),
              ]
            : []),
        ],
        values: { level: 'individual', currency: '' },
      }),
    end: (): ReturnForm =>
      form('end', {
        lead: words('form.end.lead'),
        fields: [radio('reason', choices('end_reason', rules.END_REASONS)), note()],
        values: {},
      }),
    instalment: (conditions: readonly Choice[], left: string): ReturnForm =>
      form('instalment', {
        lead: left,
        fields: [...instalmentFields(conditions), note()],
        values: {},
      }),
    agreement: (asChild: boolean, seen: number): ReturnForm =>
      form('agreement', {
        lead: words('form.agreement.lead'),
        fields: [
          day('on'),
          radio('voice', choices('voice', rules.AGREEMENT_LEVELS)),
          radio(
            'agreedBy',
            choices(
              'agreed_by',
              rules.AGREED_BY.filter((one) => !asChild || one !== 'self'),
            ),
          ),
          note('own_words'),
        ],
        values: { on: today, agreedBy: asChild ? 'with_guardian' : 'self' },
        hidden: [{ name: 'seen', value: String(seen) }],
      }),
    request: (lines: readonly PlanLine[]): ReturnForm =>
      form('request', { fields: [select('lineId', linesOf(lines))], values: {} }),
    payment: (item: PlanItem, one: Instalment, documents: readonly Choice[]): ReturnForm =>
      form('payment', {
        lead: toPay(one, item),
        fields: [
          amount('amount'),
          day('on', { label: words('field.paidOn') }),
          ...(one.condition === 'unconditional'
            ? []
            : [day('metOn', { hint: words('hint.metOn') })]),
          text('receipt', {
            maxlength: 60,
            short: true,
            optional: true,
            dir: 'ltr',
            hint: words('hint.receipt'),
          }),
          ...(documents.length > 0 ? [select('documentId', documents, { optional: true })] : []),
          note(),
        ],
        values: { amount: one.left, on: today },
      }),
    cancellation: (item: PlanItem, one: Instalment): ReturnForm =>
      form('cancellation', {
        lead: toPay(one, item),
        fields: [
          amount('amount'),
          radio('reason', choices('cancel_reason', rules.CANCEL_REASONS)),
          note(),
        ],
        values: { amount: one.left },
      }),
    undo: (): ReturnForm =>
      form('undo', {
        lead: words('form.undo.lead'),
        fields: [radio('reason', choices('cancel_reason', rules.UNDO_REASONS)), note()],
        values: {},
      }),
  };
}
