import type { ReportFigures } from '../figures/report.figures';
import type { ReportDefinition } from '../report-definition.types';
import { Composer } from './composer';
import { partnerAdvances } from './partner.blocks';

const account = (currency: string, amount: string) => ({
  agreementId: currency,
  partner: 'Association A',
  reference: `C-${currency}`,
  currency,
  amount,
  outstandingBefore: '0.00',
  advancedInPeriod: '100.50',
  acceptedInPeriod: '60.25',
  refundedInPeriod: '0.00',
  outstanding: '40.25',
  claimedInPeriod: '0.00',
});
const composer = (partner: object[]) =>
  new Composer({
    definition: { sections: [] } as unknown as ReportDefinition,
    figures: { partner } as unknown as ReportFigures,
    head: { subject: 'Association A' } as never,
    narratives: {},
    language: 'fr',
    view: { inside: false, pictureBySex: true, ages: { key: 'x', groups: [] } },
    lists: { label: (_, code) => code, codes: () => [] },
  });

describe('the account of a partner', () => {
  it('is a sentence where nothing was agreed yet: never an empty page', () => {
    expect(partnerAdvances(composer([]))).toEqual([
      {
        kind: 'callout',
        key: 'partner-none',
        tone: 'info',
        title: 'Aucun accord',
        text: 'Aucun accord confirmé n’avait commencé avant la fin de la période.',
      },
    ]);
  });

  it('is a table for each currency, each with its own total', () => {
    const blocks = partnerAdvances(composer([account('MAD', '900.00'), account('USD', '10.10')]));
    expect(
      blocks.map((block) =>
        block.kind === 'table' ? [block.key, block.total!.cells['amount']] : [],
      ),
    ).toEqual([
      ['partner-mad', '900.00'],
      ['partner-usd', '10.10'],
    ]);
  });
});
