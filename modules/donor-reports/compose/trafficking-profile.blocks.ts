/** Trafficking profile: people first registered in the period, by each answer of the classification. */
import type { Dimension } from '../../beneficiaries';
import { list } from '../../reference-lists';
import type { Block } from '../../report-documents';
import type { Composer } from './composer';
import { type AnswerCount, countTable, rollUpSmallAnswers } from './count-table.blocks';

/** Single-answer dimensions: the values add up to the people with a known answer. */
const ONE_ANSWER: readonly Dimension[] = ['began', 'duration', 'recruitment', 'exploitation'];
const PLACES: readonly Dimension[] = ['recruitment', 'transit', 'exploitation'];

/** As places name them: every reader knows which regions there are. */
export const REGIONS: readonly string[] = list('regions').items.map(({ code }) => `MA-${code}`);

/** In the order of the list: an order by count would disclose hidden counts. */
export function profileAnswers(to: Composer, name: Dimension): AnswerCount[] {
  const { values } = to.part('how').by[name];
  const rows = to
    .codes(name, values)
    .map((code): AnswerCount => ({
      key: code,
      label: to.label(name, code),
      count: values[code] ?? 0,
    }));
  return PLACES.includes(name) ? rollUpSmallAnswers(to, rows, REGIONS) : rows;
}

export const traffickingProfile =
  (name: Dimension) =>
  (to: Composer): Block[] => {
    const { by, people } = to.part('how');
    return countTable(to, {
      key: `how-${name.toLowerCase()}`,
      title: to.say('how.title', { what: to.say(`how.${name}`) }),
      rows: profileAnswers(to, name),
      answer: to.say('how.answer'),
      unknown: { label: to.say('not_known'), count: people - by[name].known },
      total: { label: to.say('how.all'), count: people, figure: 'people.registered' },
      additive: ONE_ANSWER.includes(name),
      denominator: to.say('how.denominator'),
      notes: ONE_ANSWER.includes(name) ? [] : [to.say('how.several')],
    });
  };
