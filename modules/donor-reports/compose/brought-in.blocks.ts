/** What was brought in from before Mawa: apart, or beside what was entered in Mawa; no other figure counts it. */
import type { Block, Column, Row } from '../../report-documents';
import type { Composer } from './composer';

const KINDS = ['stay', 'service', 'referral', 'training', 'follow_up'] as const;

/** The same count has one name wherever it stands: hidden in one table, it is hidden in the other. */
const pastNames = (kind: (typeof KINDS)[number]) => ({
  people: `brought-in.${kind}.people`,
  number: `brought-in.${kind}.number`,
});

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
        figures: pastNames(kind),
      })),
      notes: [to.say('brought_in.note')],
    },
  ];
}

/**
 * Bed-nights and services of Mawa and of before, and their sum, which is hidden where one of both is: from the others it
 * would be computed.
 */
export function withBroughtIn(to: Composer): Block[] {
  const { beds, people, services } = to;
  const { stay, service } = to.part('broughtIn');
  const given = services.byType.reduce((all, type) => all + type.services, 0);
  const say = (key: string) => to.say(`with_brought_in.${key}`);
  const count = (key: string): Column => ({
    key,
    header: say(key),
    type: 'integer',
    disclosure: { role: 'count', additive: false },
  });
  const follows = (key: string, ...of: string[]): Column => ({
    key,
    header: say(key),
    type: 'integer',
    disclosure: { role: 'follows', of },
  });
  const row = (
    kind: 'stay' | 'service',
    here: { readonly people: number; readonly number: number; readonly names: Names },
    past: { readonly people: number; readonly number: number },
  ): Row => ({
    key: kind,
    cells: {
      what: to.say(`brought_in.${kind}`),
      people_here: here.people,
      people_past: past.people,
      here: here.number,
      past: past.number,
      all: here.number + past.number,
    },
    figures: {
      people_here: here.names.people,
      people_past: pastNames(kind).people,
      here: here.names.number,
      past: pastNames(kind).number,
    },
  });
  return [
    {
      kind: 'table',
      key: 'with-brought-in',
      title: say('title'),
      columns: [
        { key: 'what', header: to.say('what'), type: 'text' },
        follows('here', 'people_here'),
        follows('past', 'people_past'),
        follows('all', 'people_here', 'people_past'),
        count('people_here'),
        count('people_past'),
      ],
      rows: [
        row(
          'stay',
          {
            people: people.inBeds,
            number: beds.total.used,
            names: { people: 'beds.people', number: 'beds.used' },
          },
          stay,
        ),
        row(
          'service',
          {
            people: people.helped,
            number: given,
            names: { people: 'services.people', number: 'services.given' },
          },
          service,
        ),
      ],
      notes: [say('note')],
    },
  ];
}

interface Names {
  readonly people: string;
  readonly number: string;
}
