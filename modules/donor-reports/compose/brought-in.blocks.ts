/** Past records imported from before Mawa, alone or beside records entered in Mawa; no other figure counts them. */
import type { Block, Column, Row } from '../../report-documents';
import type { Composer } from './composer';

const KINDS = ['stay', 'service', 'referral', 'training', 'follow_up'] as const;
type Kind = (typeof KINDS)[number];

/** The same count has the same name in both tables, so that suppression in one applies to the other. */
const pastNames = (kind: Kind) => ({
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

interface CountedKind {
  readonly kind: Kind;
  readonly people: number;
  readonly number: number;
  /** Names of the same counts elsewhere in the report. */
  readonly names: { readonly people: string; readonly number: string };
}

/** Bed-nights and services of Mawa and of before, and their sum. */
export function withBroughtIn(to: Composer): Block[] {
  const { beds, people, services } = to;
  return sumsWithPast(to, 'with-brought-in', 'with_brought_in', [
    {
      kind: 'stay',
      people: people.inBeds,
      number: beds.total.used,
      names: { people: 'beds.people', number: 'beds.used' },
    },
    {
      kind: 'service',
      people: people.helped,
      number: services.byType.reduce((all, type) => all + type.services, 0),
      names: { people: 'services.people', number: 'services.given' },
    },
  ]);
}

/** Referrals, trainings begun and follow-ups of Mawa and of before, and their sum. */
export function pathwayWithBroughtIn(to: Composer): Block[] {
  const { sent, people } = to.part('referrals');
  const { enrolled, people: learners } = to.part('training');
  const { made, people: followed } = to.part('followUps');
  return sumsWithPast(to, 'pathway-with-brought-in', 'pathway_with_brought_in', [
    {
      kind: 'referral',
      people,
      number: sent,
      names: { people: 'referrals.people', number: 'referrals/total/people' },
    },
    {
      kind: 'training',
      people: learners,
      number: enrolled,
      names: { people: 'training.people', number: 'training/enrolled/number' },
    },
    {
      kind: 'follow_up',
      people: followed,
      number: made,
      names: { people: 'measure.people_followed_up', number: 'measure.follow_ups_made' },
    },
  ]);
}

/** The sum is hidden where one of both is: from the others it would be computed. */
function sumsWithPast(
  to: Composer,
  key: string,
  words: string,
  counted: readonly CountedKind[],
): Block[] {
  const broughtIn = to.part('broughtIn');
  const say = (one: string) => to.say(`with_brought_in.${one}`);
  const count = (column: string): Column => ({
    key: column,
    header: say(column),
    type: 'integer',
    disclosure: { role: 'count', additive: false },
  });
  const follows = (column: string, ...of: string[]): Column => ({
    key: column,
    header: say(column),
    type: 'integer',
    disclosure: { role: 'follows', of },
  });
  const row = ({ kind, people, number, names }: CountedKind): Row => {
    const past = broughtIn[kind];
    return {
      key: kind,
      cells: {
        what: to.say(`brought_in.${kind}`),
        people_here: people,
        people_past: past.people,
        here: number,
        past: past.number,
        all: number + past.number,
      },
      figures: {
        people_here: names.people,
        people_past: pastNames(kind).people,
        here: names.number,
        past: pastNames(kind).number,
      },
    };
  };
  return [
    {
      kind: 'table',
      key,
      title: to.say(`${words}.title`),
      columns: [
        { key: 'what', header: to.say('what'), type: 'text' },
        follows('here', 'people_here'),
        follows('past', 'people_past'),
        follows('all', 'people_here', 'people_past'),
        count('people_here'),
        count('people_past'),
      ],
      rows: counted.map(row),
      notes: [to.say(`${words}.note`)],
    },
  ];
}
