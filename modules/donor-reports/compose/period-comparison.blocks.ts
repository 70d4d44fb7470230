/** The key figures beside those of the period before: what moved, and by how much. */
import Decimal from 'decimal.js';
import type { Block, Row } from '../../report-documents';
import { sum, type Composer } from './composer';

export function periodComparison(to: Composer): Block[] {
  const former = to.part('former');
  const { people, beds, services } = to;
  const given = services.byType.reduce((all, one) => all + one.services, 0);
  const row = (key: string, before: number, now: number, figure: string): Row => ({
    key,
    cells: { what: to.say(`kpi.${key}`), before, now, change: now - before },
    figures: { now: figure, before: `former.${figure}` },
  });
  const spent = sum(to.figures.budget.lines.map(({ spentInPeriod }) => spentInPeriod));
  const count = (key: string) => ({
    key,
    header: to.say(`since.${key}`),
    type: 'integer' as const,
    disclosure: { role: 'count' as const, additive: false },
  });
  return [
    {
      kind: 'table',
      key: 'since-last-period',
      title: to.say('since.title'),
      columns: [
        { key: 'what', header: to.say('since.what'), type: 'text' },
        count('before'),
        count('now'),
        {
          key: 'change',
          header: to.say('since.change'),
          type: 'integer',
          disclosure: { role: 'follows', of: ['before', 'now'] },
        },
      ],
      rows: [
        row('people', former.people, people.total, 'people.served'),
        row('nights', former.nights, beds.total.used, 'beds.used'),
        row('services', former.services, given, 'services.given'),
      ],
    },
    {
      kind: 'table',
      key: 'since-last-period-money',
      title: to.say('since.money'),
      columns: (['before', 'now', 'change'] as const).map((key) => ({
        key,
        header: to.say(`since.${key}`),
        type: 'money' as const,
        currency: to.figures.budget.grant.currency,
      })),
      rows: [
        {
          key: 'spent',
          cells: {
            before: former.spent,
            now: spent,
            change: new Decimal(spent).minus(former.spent).toFixed(2),
          },
        },
      ],
    },
  ];
}
