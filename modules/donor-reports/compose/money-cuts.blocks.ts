/** The budget by class, harmonised category, outcome or partner; each includes support costs. */
import { shareOf } from '../../platform/shared/share.rules';
import type { Block, Row } from '../../report-documents';
import { type Composer } from './composer';

/** `left` is what can still be promised, the available amount of the budget's views. */
const AMOUNTS = ['budgeted', 'spent', 'committed', 'left'] as const;
type Amounts = Readonly<Record<(typeof AMOUNTS)[number], string>>;
type BudgetDimension = 'class' | 'unsdg' | 'outcome' | 'partner';

export const budgetBy =
  (cut: BudgetDimension) =>
  (to: Composer): Block[] => {
    const { rows, total } = to.part('cuts')[cut];
    const { currency } = to.figures.budget.grant;
    const row = (key: string, label: string, amounts: Amounts): Row => ({
      key,
      cells: {
        label,
        ...Object.fromEntries(AMOUNTS.map((name) => [name, amounts[name]])),
        burn: shareOf(amounts.spent, amounts.budgeted),
      },
    });
    const numbered = cut === 'class' || cut === 'unsdg';
    return [
      {
        kind: 'table',
        key: `budget-by-${cut}`,
        title: to.say(`money.by.${cut}`),
        columns: [
          { key: 'label', header: to.say(`money.cut.${cut}`), type: 'text' },
          ...AMOUNTS.map((key) => ({
            key,
            header: to.say(`money.${key === 'left' ? 'available' : key}`),
            type: 'money' as const,
            currency,
          })),
          { key: 'burn', header: to.say('money.burn'), type: 'percent' },
        ],
        rows: rows.map((one, place) => {
          const name = one.name ? to.words(one.name) : one.key;
          const label = numbered ? `${one.key}. ${name}` : name;
          return row(`${one.key}-${place}`.toLowerCase(), label, one);
        }),
        total: row('total', to.say('total'), total),
        notes: [
          to.say('money.note_available'),
          to.say('money.note_support_row'),
          ...(to.figures.budget.openings ? [to.say('money.openings.included')] : []),
          to.say('money.note_currency', { currency }),
        ],
      },
    ];
  };
