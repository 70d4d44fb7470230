import type { OpeningFigures, Sf425 } from '../../grant-budgeting';
import type { TableBlock } from '../../report-documents/document';
import type { ReportFigures } from '../figures/report.figures';
import type { ReportDefinition } from '../report-definition.types';
import { Composer } from './composer';
import { sf425 } from './federal.blocks';
import { awardFacts } from './text.blocks';

/** The quarter of the audit: 10e 252,788.01 beside 249,188.01 by object class. */
const FEDERAL = {
  lines: { e: '252788.01', f: '88052.48' },
  indirect: [],
  indirectTotal: { base: '0.00', charged: '0.00', federal: '0.00' },
  reconciliation: {
    e: [
      { step: 'class_spent', amount: '249188.01' },
      { step: 'fee', amount: '3600.00' },
    ],
    f: [
      { step: 'class_committed', amount: '94216.16' },
      { step: 'support_on_promises', amount: '-6163.68' },
    ],
  },
} as unknown as Sf425;

const tablesOf = (federal: Sf425, openings?: OpeningFigures) =>
  sf425(
    new Composer({
      definition: {} as ReportDefinition,
      figures: {
        federal,
        budget: { grant: { currency: 'USD' }, openings },
      } as unknown as ReportFigures,
      head: {} as never,
      narratives: {},
      language: 'en',
      view: { inside: false, pictureBySex: true, ages: { key: '', groups: [] } } as never,
      lists: {} as never,
    }),
  ) as TableBlock[];

describe('the SF-425 in a report', () => {
  it('says under its lines what lies between them and the table by object class', () => {
    const tables = tablesOf(FEDERAL);
    expect(
      tables
        .slice(1)
        .map(({ rows, total }) => [
          ...rows.map(({ cells }) => `${cells['what']}: ${cells['amount']}`),
          `${total!.cells['what']}: ${total!.cells['amount']}`,
        ]),
    ).toEqual([
      [
        'Spent by object class, with support costs: 249188.01',
        'The agent’s fee, in no object class: 3600.00',
        '10e, federal share of expenditures: 252788.01',
      ],
      [
        'Committed by object class, with support costs: 94216.16',
        'Support costs on what is committed: charged once it is spent: -6163.68',
        '10f, unliquidated obligations: 88052.48',
      ],
    ]);
  });

  it('says what of it was brought in from before Mawa, and nothing where nothing was', () => {
    const openings = {
      received: '8000.00',
      lines: [
        { lineId: 'a', spentInPeriod: '0.00', spentToDate: '3500.50' },
        { lineId: 'b', spentInPeriod: '700.25', spentToDate: '950.25' },
      ],
    };
    const table = tablesOf(FEDERAL, openings).find(({ key }) => key === 'sf-425-openings')!;
    expect(table.rows.map(({ cells }) => [cells['line'], cells['amount']])).toEqual([
      ['10a', '8000.00'],
      ['10e', '4450.75'],
    ]);
    expect(tablesOf(FEDERAL).map(({ key }) => key)).not.toContain('sf-425-openings');
  });

  it('leaves a report as it was that an earlier edition has gathered', () => {
    const { reconciliation: _, ...earlier } = FEDERAL;
    expect(tablesOf(earlier)).toHaveLength(1);
  });
});

describe('the facts of an award', () => {
  it('have box numbers on a form of the donor alone', () => {
    const grant = {
      code: 'G-1',
      title: { fr: 'G', ar: 'G', en: 'G' },
      amount: '1.00',
      currency: 'USD',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      recipient: { name: 'Shelter', uei: 'U', ein: 'E', account: 'A' },
    };
    const labels = (block: string) => {
      const [table] = awardFacts(
        new Composer({
          definition: { every: 'quarter', sections: [{ blocks: [{ block }] }] } as never,
          figures: {
            budget: { grant },
            period: { from: '2026-07-01', until: '2026-10-01' },
          } as never,
          head: { audience: 'J/TIP', subject: null } as never,
          narratives: {},
          language: 'en',
          view: {} as never,
          lists: {} as never,
        }),
      ) as TableBlock[];
      return table!.rows.map(({ cells }) => cells['what']);
    };
    expect(labels('sf-425')).toEqual([
      '1. Federal agency',
      '2. Award number',
      'Title',
      'Amount',
      '3. Recipient',
      '4a. UEI',
      '4b. EIN',
      '5. Recipient account number',
      '6. Report type',
      '7. Basis of accounting',
      '8. Project period',
      '9. Reporting period end',
    ]);
    expect(labels('performance-indicators')).toContain('4. Recipient');
    expect(labels('key-figures').some((label) => /^\d/.test(String(label)))).toBe(false);
  });
});
