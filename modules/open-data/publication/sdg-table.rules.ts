/** SDG 16.2.2: victims per 100,000 inhabitants by sex, age and form of exploitation. */
import { translate } from '../../platform/web/i18n';
import type { Row, TableBlock } from '../../report-documents';
import { EVERYBODY } from '../../donor-reports';
import { AGE_FIGURES, type AgeGroup, ageGroupOf } from './ctdc-ages.rules';
import { countBy, type Population, rateOf, type YearFacts } from './year-facts.rules';

/** Flags of CTDC; one person counts under each of theirs. */
const FORMS = ['isForcedLabour', 'isSexualExploit', 'isOtherExploit'] as const;

/** The last known population of a year not after this one. */
export function populationOf(
  { populations, year }: Pick<YearFacts, 'populations' | 'year'>,
  sex: Population['sex'],
  age: Population['age'],
): Population | null {
  const own = populations.filter((one) => one.sex === sex && one.age === age && one.year <= year);
  return own.sort((a, b) => b.year - a.year)[0] ?? null;
}

export function sdgTable(facts: YearFacts): TableBlock {
  const say = (key: string, params: object = {}) =>
    translate(facts.language, `open-data:${key}`, { ...params });
  const genders = countBy(facts.alike, ({ gender }) => gender);
  const ages = countBy(facts.alike, ageGroupOf);
  const all = facts.alike.reduce((sum, { people }) => sum + people, 0);
  const row = (
    key: string,
    people: number,
    population: Population | null,
    figure: string,
  ): Row => ({
    key,
    cells: {
      answer: say(`sdg.${key}`),
      people,
      population: population?.people ?? null,
      rate: rateOf(people, population?.people ?? null),
    },
    figures: { people: figure },
  });
  const ofAge = (key: AgeGroup) =>
    row(key, ages.get(key) ?? 0, populationOf(facts, 'all', key), AGE_FIGURES[key]);
  const whole = populationOf(facts, 'all', 'all');
  const forms = facts.shares.exploitation.values;
  return {
    kind: 'table',
    key: 'sdg-16-2-2',
    title: say('sdg.title', { year: facts.year }),
    columns: [
      { key: 'answer', header: say('sdg.who'), type: 'text' },
      {
        key: 'people',
        header: say('sdg.people'),
        type: 'integer',
        disclosure: { role: 'count', additive: false },
      },
      { key: 'population', header: say('sdg.population'), type: 'integer' },
      {
        key: 'rate',
        header: say('sdg.rate'),
        type: 'money',
        decimals: 3,
        disclosure: { role: 'follows', of: ['people'] },
      },
    ],
    rows: [
      row('total', all, whole, EVERYBODY),
      ...(
        [
          ['female', 'Woman'],
          ['male', 'Man'],
        ] as const
      ).map(([key, gender]) =>
        row(
          key,
          genders.get(gender) ?? 0,
          populationOf(facts, key, 'all'),
          `ctdc-gender/v-${gender}/people`,
        ),
      ),
      ofAge('0-17'),
      ofAge('18+'),
      ...FORMS.map((flag) =>
        row(flag, forms[flag]?.people ?? 0, whole, `ctdc-exploitation/v-${flag}/people`),
      ),
    ],
    denominator: say('sdg.denominator'),
    notes: [
      ...(whole ? [say('sdg.source', { year: whole.year, source: whole.source })] : []),
      say('sdg.note'),
    ],
  };
}
