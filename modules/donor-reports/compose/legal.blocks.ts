/** Proceedings of the period before prosecutors and courts, and categories of the accused. */
import { ACCUSED_CATEGORIES, PROCEEDING_KINDS } from '../../legal-aid';
import type { Block, Column } from '../../report-documents';
import type { Composer } from './composer';
import { type AnswerCount, countTable, rollUpSmallAnswers } from './count-table.blocks';

type AccusedDimension = 'sex' | 'ageGroup' | 'nationality' | 'education';

export const accusedBy =
  (of: AccusedDimension) =>
  (to: Composer): Block[] => {
    const { accused, uncounted } = to.part('legal');
    const { unknown = 0, ...known } = accused[of] as Record<string, number>;
    return countTable(to, {
      key: `accused-by-${of.toLowerCase()}`,
      title: to.say(`legal.accused_by.${of}`),
      answer: to.say(`legal.${of}`),
      counts: to.say('legal.accused'),
      rows:
        of === 'nationality'
          ? rollUpSmallAnswers(
              to,
              Object.keys(known)
                .sort()
                .map((code): AnswerCount => ({
                  key: code,
                  label: to.label('nationalities', code),
                  count: known[code]!,
                })),
            )
          : ACCUSED_CATEGORIES[of]
              .filter((code) => code !== 'unknown')
              .map((code): AnswerCount => ({
                key: code,
                label: to.say(`legal.of_${of}.${code}`),
                count: known[code] ?? 0,
              })),
      unknown: { label: to.say('not_known'), count: unknown },
      total: { label: to.say('total'), count: accused.total, figure: 'legal.accused' },
      additive: true,
      denominator: to.say('legal.denominator'),
      // A number in a note is protected by nothing: it is for the programme alone.
      notes:
        to.view.inside && uncounted > 0 ? [to.say('legal.uncounted', { count: uncounted })] : [],
    });
  };

export function proceedings(to: Composer): Block[] {
  const { affairs, proceedings: byKind } = to.part('legal');
  const rows = PROCEEDING_KINDS.map((kind): AnswerCount => ({
    key: kind,
    label: to.say(`legal.kind.${kind}`),
    count: byKind[kind] ?? 0,
  }));
  return countTable(to, {
    key: 'proceedings',
    title: to.say('legal.proceedings'),
    rows,
    unknown: null,
    answer: to.say('legal.proceeding'),
    counts: to.say('number'),
    total: { label: to.say('total'), count: rows.reduce((sum, { count }) => sum + count, 0) },
    additive: true,
    denominator: to.say('legal.proceedings_denominator'),
    notes: [to.say('legal.affairs', { count: affairs })].filter(() => to.view.inside),
  });
}

const HOME = 'MAD';
const NOTHING = {
  asked: '0.00',
  awarded: '0.00',
  paid: '0.00',
  askedIn: 0,
  awardedIn: 0,
  paidIn: 0,
};

/**
 * Amounts are suppressed with the number of their proceedings. The row always exists, so that its absence does not
 * disclose a zero.
 */
export function compensation(to: Composer): Block[] {
  const found = to.part('legal').compensation;
  const isThere = found.some(({ currency }) => currency === HOME);
  const rows = isThere ? found : [{ currency: HOME, ...NOTHING }, ...found];
  const columns = (['asked', 'awarded', 'paid'] as const).flatMap((key): Column[] => [
    {
      key: `${key}In`,
      header: to.say(`legal.in.${key}`),
      type: 'integer',
      disclosure: { role: 'count', additive: false },
    },
    {
      key,
      header: to.say(`legal.${key}`),
      type: 'money',
      disclosure: { role: 'follows', of: [`${key}In`] },
    },
  ]);
  return [
    {
      kind: 'table',
      key: 'compensation',
      title: to.say('legal.compensation'),
      columns: [{ key: 'currency', header: to.say('legal.currency'), type: 'text' }, ...columns],
      rows: rows.map((row) => ({ key: row.currency, cells: { ...row } })),
    },
  ];
}
