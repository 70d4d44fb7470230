/** The way after shelter: referrals, training, work; and those who were trained to help. */
import { shareOf } from '../../platform/shared/share.rules';
import { translate } from '../../platform/web/i18n';
import { FOLLOW_UP_ANSWERS } from '../../indicators';
import type { Block, Row, TableBlock } from '../../report-documents';
import type { Composer } from './composer';
import { countTable } from './count-table.blocks';

/** One number a row, each of people or things that must not be small, none the sum of others. */
export function numbersTable(
  to: Composer,
  group: string,
  rows: readonly (readonly [key: string, count: number, figure?: string])[],
): TableBlock {
  return {
    kind: 'table',
    key: group,
    title: to.say(`${group}.title`),
    columns: [
      { key: 'what', header: to.say('what'), type: 'text' },
      {
        key: 'number',
        header: to.say('number'),
        type: 'integer',
        disclosure: { role: 'count', additive: false },
      },
    ],
    rows: rows.map(([key, count, figure]): Row => ({
      key,
      cells: { what: to.say(`${group}.${key}`), number: count },
      ...(figure !== undefined && { figures: { number: figure } }),
    })),
    notes: [to.say(`${group}.note`)],
  };
}

/** The outcomes add up to all referrals sent: the others must not disclose a hidden outcome. */
export function referrals(to: Composer): Block[] {
  const figures = to.part('referrals');
  const became = ['accepted', 'declined', 'expired', 'revoked', 'waiting'] as const;
  return [
    ...countTable(to, {
      key: 'referrals',
      title: to.say('referrals.title'),
      unknown: null,
      additive: true,
      answer: to.say('referrals.became'),
      counts: to.say('number'),
      rows: [
        ...became.map((key) => ({ key, label: to.say(`referrals.${key}`), count: figures[key] })),
        // The answer to an imported referral can be unknown.
        ...(figures.answerNotKnown === undefined
          ? []
          : [
              {
                key: 'answer_not_known',
                label: to.say('referrals.answer_not_known'),
                count: figures.answerNotKnown,
              },
            ]),
      ],
      total: { label: to.say('referrals.sent'), count: figures.sent },
      denominator: to.say('referrals.note'),
    }),
    numbersTable(to, 'referrals-people', [
      ['people', figures.people, 'referrals.people'],
      ['completed', figures.completed],
    ]),
  ];
}

export function training(to: Composer): Block[] {
  const { people, enrolled, completed, certified, droppedOut } = to.part('training');
  return [
    numbersTable(to, 'training', [
      ['people', people, 'training.people'],
      ['enrolled', enrolled],
      ['completed', completed, 'training.completed'],
      ['certified', certified, 'training.certified'],
      ['dropped_out', droppedOut],
    ]),
  ];
}

export function work(to: Composer): Block[] {
  const { placed, placements, retention } = to.part('work');
  const count = (key: 'passed' | 'inWork' | 'notInWork' | 'notReached') => ({
    key,
    header: to.say(`work.${key}`),
    type: 'integer' as const,
    disclosure: { role: 'count' as const, additive: false },
  });
  return [
    numbersTable(to, 'work', [
      ['placed', placed, 'work.placed'],
      ['placements', placements],
    ]),
    {
      kind: 'table',
      key: 'retention',
      title: to.say('work.retention'),
      columns: [
        { key: 'mark', header: to.say('work.mark'), type: 'text' },
        count('inWork'),
        count('notInWork'),
        count('notReached'),
        count('passed'),
        {
          key: 'share',
          header: to.say('work.share'),
          type: 'percent',
          disclosure: { role: 'follows', of: ['inWork', 'passed'] },
        },
      ],
      rowTotal: { column: 'passed', parts: ['inWork', 'notInWork', 'notReached'] },
      rows: retention.map(({ months, passed, inWork, notInWork, notReached }) => ({
        key: `m${months}`,
        cells: {
          mark: to.say('work.months', { months }),
          passed,
          inWork,
          notInWork,
          notReached,
          share: shareOf(inWork, passed),
        },
        figures: { inWork: `work.m${months}.part`, passed: `work.m${months}.whole` },
      })),
      notes: [to.say('work.retention_note')],
    },
  ];
}

/** Each follow-up has one answer: the answers add up to all that were tried. */
export function followUps(to: Composer): Block[] {
  const { made, byAnswer, people } = to.part('followUps');
  return [
    ...countTable(to, {
      key: 'follow-ups',
      title: to.say('follow-ups.title'),
      unknown: null,
      additive: true,
      answer: to.say('follow-ups.answer'),
      counts: to.say('number'),
      rows: FOLLOW_UP_ANSWERS.map((key) => ({
        key,
        label: translate(to.language, `past:outcome.follow_up.${key}`),
        count: byAnswer[key],
      })),
      total: { label: to.say('follow-ups.made'), count: made, figure: 'measure.follow_ups_made' },
      denominator: to.say('follow-ups.note'),
    }),
    numbersTable(to, 'follow-ups-people', [['people', people, 'measure.people_followed_up']]),
  ];
}

export function officialsTrained(to: Composer): Block[] {
  const { trained, byKind } = to.part('officials');
  return countTable(to, {
    key: 'officials-trained',
    title: to.say('officials.title'),
    answer: to.say('officials.kind'),
    rows: to
      .codes(
        'institution_kinds',
        Object.fromEntries(byKind.map(({ kind, people }) => [kind, people])),
      )
      .map((kind) => ({
        key: kind,
        label: to.label('institution_kinds', kind),
        count: byKind.find((one) => one.kind === kind)?.people ?? 0,
      })),
    unknown: null,
    total: { label: to.say('total'), count: trained, figure: 'officials.trained' },
    additive: true,
    denominator: to.say('officials.denominator'),
  });
}
