/** What was brought in from before Mawa: a table of its own, which no other figure of a report counts. */
import type { Block, Row } from '../../report-documents';
import type { Composer } from './composer';

const KINDS = ['stay', 'service', 'referral', 'training', 'follow_up'] as const;

/** Each kind counts its own people, who may be the same: nothing is the sum of another. */
export function broughtIn(to: Composer): Block[] {
  const figures = to.part('broughtIn');
  return [
    {
      kind: 'table',
      key: 'brought-in',
      title: to.say('brought_in.title'),
      columns: [
        { key: 'what', header: to.say('what'), type: 'text' },
        {
          key: 'people',
          header: to.say('brought_in.people'),
          type: 'integer',
          disclosure: { role: 'count', additive: false },
        },
        {
          key: 'number',
          header: to.say('brought_in.number'),
          type: 'integer',
          disclosure: { role: 'follows', of: ['people'] },
        },
      ],
      rows: KINDS.map((kind): Row => ({
        key: kind,
        cells: { what: to.say(`brought_in.${kind}`), ...figures[kind] },
      })),
      notes: [to.say('brought_in.note')],
    },
  ];
}
