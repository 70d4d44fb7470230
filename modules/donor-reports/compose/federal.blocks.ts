/** Lines of the SF-425 form. */
import { LETTERS, reconciledLines } from '../../grant-budgeting';
import type { Block } from '../../report-documents';
import { sum, type Composer } from './composer';

export function sf425(to: Composer): Block[] {
  const { lines, ...federal } = to.part('federal');
  const { currency } = to.figures.budget.grant;
  return [
    {
      kind: 'table',
      key: 'sf-425',
      title: to.say('federal.lines'),
      columns: [
        { key: 'line', header: to.say('federal.line'), type: 'text' },
        { key: 'what', header: to.say('federal.what'), type: 'text' },
        { key: 'amount', header: to.say('money.amount'), type: 'money', currency },
      ],
      rows: LETTERS.map((letter) => ({
        key: `10${letter}`,
        cells: { line: `10${letter}`, what: to.say(`federal.of.${letter}`), amount: lines[letter] },
        ...('cghko'.includes(letter) && { emphasis: 'strong' as const }),
      })),
      notes: [to.say('federal.basis'), to.say('money.note_currency', { currency })],
    },
    ...openingsOfForm(to),
    ...reconciledLines(federal).map(({ letter, rows }): Block => ({
      kind: 'table',
      key: `sf-425-${letter}-reconciled`,
      title: to.say(`federal.reconciled.title_${letter}`),
      columns: [
        { key: 'what', header: to.say('federal.what'), type: 'text' },
        { key: 'amount', header: to.say('money.amount'), type: 'money', currency },
      ],
      rows: rows.map(({ step, amount }) => ({
        key: step.replaceAll('_', '-'),
        cells: { what: to.say(`federal.reconciled.${step}`), amount },
      })),
      total: {
        key: 'total',
        cells: { what: to.say(`federal.reconciled.line_${letter}`), amount: lines[letter] },
      },
    })),
  ];
}

/** Opening amounts from before Mawa within 10a and 10e; no table if there are none. */
function openingsOfForm(to: Composer): Block[] {
  const { openings, grant } = to.figures.budget;
  if (!openings) return [];
  const rows = [
    ['a', openings.received],
    ['e', sum(openings.lines.map(({ spentToDate }) => spentToDate))],
  ] as const;
  return [
    {
      kind: 'table',
      key: 'sf-425-openings',
      title: to.say('money.openings.title'),
      columns: [
        { key: 'line', header: to.say('federal.line'), type: 'text' },
        { key: 'what', header: to.say('federal.what'), type: 'text' },
        { key: 'amount', header: to.say('money.amount'), type: 'money', currency: grant.currency },
      ],
      rows: rows.map(([letter, amount]) => ({
        key: `openings-10${letter}`,
        cells: { line: `10${letter}`, what: to.say(`federal.of.${letter}`), amount },
      })),
      notes: [to.say('money.openings.note')],
    },
  ];
}

export function sf425Indirect(to: Composer): Block[] {
  const { indirect, indirectTotal } = to.part('federal');
  const { currency } = to.figures.budget.grant;
  const amounts = ['base', 'charged', 'federal'] as const;
  return [
    {
      kind: 'table',
      key: 'sf-425-indirect',
      title: to.say('federal.indirect'),
      columns: [
        { key: 'agency', header: to.say('money.agency'), type: 'text' },
        { key: 'rate', header: to.say('federal.rate'), type: 'percent' },
        ...amounts.map((key) => ({
          key,
          header: to.say(`federal.${key}`),
          type: 'money' as const,
          currency,
        })),
      ],
      rows: indirect.map(({ organisationCode, rate, base, charged, federal }) => ({
        key: organisationCode.toLowerCase(),
        cells: { agency: organisationCode, rate, base, charged, federal },
      })),
      total: { key: 'total', cells: { agency: to.say('total'), rate: null, ...indirectTotal } },
    },
  ];
}
