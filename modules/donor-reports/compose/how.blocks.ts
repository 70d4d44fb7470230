/** How people were trafficked: of whom each answer was given, of those first registered in the period. */
import type { Dimension } from '../../beneficiaries';
import type { Block } from '../document';
import type { Composer } from './context';
import { countTable } from './counts';

/** Each person counts once: their values add up to those of whom it is known. */
const ONE_ANSWER: readonly Dimension[] = ['began', 'duration', 'recruitment', 'exploitation'];

export const how =
  (name: Dimension) =>
  (to: Composer): Block[] => {
    const { by, people } = to.part('how');
    const { values, known } = by[name];
    const rows = Object.entries(values)
      .map(([code, count]) => ({ key: code, label: to.label(name, code), count }))
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
    return countTable(to, {
      ...{ key: `how-${name.toLowerCase()}`, title: to.say(`how.${name}`), rows },
      answer: to.say('how.answer'),
      unknown: { label: to.say('not_known'), count: people - known },
      total: { label: to.say('how.all'), count: people, figure: 'people.registered' },
      ...{ additive: ONE_ANSWER.includes(name), denominator: to.say('how.denominator') },
      notes: ONE_ANSWER.includes(name) ? [] : [to.say('how.several')],
    });
  };
