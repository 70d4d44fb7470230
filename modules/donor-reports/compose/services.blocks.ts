import type { Block } from '../../report-documents';
import type { Composer } from './composer';

const TABLE = 'services-by-type';

export function servicesByType(to: Composer): Block[] {
  const { services, people } = to;
  const given = services.byType.reduce((all, type) => all + type.services, 0);
  return [
    {
      kind: 'table',
      key: TABLE,
      title: to.say('services.by_type'),
      columns: [
        { key: 'service', header: to.say('services.service'), type: 'text' },
        {
          key: 'given',
          header: to.say('services.given'),
          type: 'integer',
          disclosure: { role: 'follows', of: ['people'], additive: true, atLeast: 'people' },
        },
        {
          key: 'people',
          header: to.say('people.people'),
          type: 'integer',
          disclosure: { role: 'count' },
        },
      ],
      rows: services.byType.map((type) => ({
        key: type.typeCode,
        cells: { service: type.name[to.language], given: type.services, people: type.people },
      })),
      total: {
        key: 'total',
        cells: { service: to.say('total'), given, people: people.helped },
        figures: { given: 'services.given', people: 'services.people' },
      },
      denominator: to.say('services.denominator'),
      notes: [to.say('services.note')],
    },
  ];
}

export function servicesChart(to: Composer): Block[] {
  const byType = [...to.services.byType].sort((a, b) => b.services - a.services);
  const [first, second] = byType;
  if (!first) return [];
  const otherwise = to.say('services.chart_title');
  const isAhead = !second || first.services > second.services;
  return [
    {
      kind: 'chart',
      key: 'services-chart',
      shape: 'bar',
      horizontal: true,
      title: isAhead
        ? {
            text: to.say('services.finding', { service: first.name[to.language] }),
            figures: [first, second]
              .filter((type) => type !== undefined)
              .map((type) => `${TABLE}/${type.typeCode}/given`),
            otherwise,
          }
        : otherwise,
      alt: to.say('services.chart_alt'),
      table: TABLE,
      category: 'service',
      series: [{ column: 'given', label: to.say('services.given') }],
    },
  ];
}
