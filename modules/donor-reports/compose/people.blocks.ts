import { labelOf, list } from '../../reference-lists';
import type { Block, Column, Row, Statement } from '../../report-documents';
import { AGE_BANDS, PEOPLE_TABLE } from '../../disclosure';
import { SEX_COLUMNS } from '../../indicators';
import type { Composer } from './composer';

const count = (key: string, header: string, additive = true): Column => ({
  key,
  header,
  type: 'integer',
  disclosure: { role: 'count', additive },
});

/** A sex that was recorded for nobody has no column: its zeros would hide the figures beside them. */
export function sexesOf(to: Composer): string[] {
  const bands = Object.values(to.people.bySexAndAge);
  return SEX_COLUMNS.filter(
    (sex) => ALWAYS.has(sex) || bands.some((counts) => (counts[sex] ?? 0) > 0),
  );
}
const ALWAYS: ReadonlySet<string> = new Set(['female', 'male']);

export function peopleByAge(to: Composer): Block[] {
  const { bySexAndAge } = to.people;
  const columns = sexesOf(to);
  const cell = (band: string, sex: string): number => bySexAndAge[band]?.[sex] ?? 0;
  const row = (key: string, label: string, bands: readonly string[]): Row => {
    const sexes = columns.map(
      (sex) => [sex, bands.reduce((all, band) => all + cell(band, sex), 0)] as const,
    );
    const people = sexes.reduce((all, [, number]) => all + number, 0);
    return { key, cells: { age: label, ...Object.fromEntries(sexes), total: people } };
  };
  return [
    {
      kind: 'table',
      key: PEOPLE_TABLE,
      title: to.say('people.by_age'),
      columns: [
        { key: 'age', header: to.say('people.age'), type: 'text' },
        ...columns.map((sex) => count(sex, to.say(`people.sex.${sex}`))),
        count('total', to.say('total')),
      ],
      rowTotal: { column: 'total', parts: columns },
      rows: to.view.ages.groups.map(({ key, bands }) => ({
        ...row(key, to.say(`people.band.${key}`), bands),
        ...(key === 'unknown' && { unknown: true }),
      })),
      total: { ...row('total', to.say('total'), AGE_BANDS), figures: { total: 'people.served' } },
      breakdown: true,
      denominator: to.say('people.denominator'),
      notes: columns.length < SEX_COLUMNS.length ? [to.say('people.sex_note')] : [],
    },
  ];
}

export function peopleChart(to: Composer): Block[] {
  return [
    {
      kind: 'chart',
      key: 'people-chart',
      shape: to.view.pictureBySex ? 'stacked' : 'bar',
      horizontal: true,
      title: largestBand(to),
      alt: to.say(to.view.pictureBySex ? 'people.chart_alt' : 'people.chart_alt_total'),
      table: PEOPLE_TABLE,
      category: 'age',
      series: to.view.pictureBySex
        ? sexesOf(to).map((sex) => ({ column: sex, label: to.say(`people.sex.${sex}`) }))
        : [{ column: 'total', label: to.say('people.people') }],
    },
  ];
}

function largestBand(to: Composer): Statement {
  const { bySexAndAge } = to.people;
  const { groups } = to.view.ages;
  const size = (key: string): number =>
    groups
      .find((group) => group.key === key)!
      .bands.flatMap((band) => Object.values(bySexAndAge[band] ?? {}))
      .reduce((all, number) => all + number, 0);
  const sorted = groups
    .map(({ key }) => key)
    .filter((key) => key !== 'unknown')
    .sort((a, b) => size(b) - size(a));
  const [first, second] = [sorted[0]!, sorted[1]!];
  const otherwise = to.say('people.chart_title');
  if (size(first) === size(second)) return otherwise;
  return {
    text: to.say('people.largest', { band: to.say(`people.band.${first}`) }),
    figures: [`${PEOPLE_TABLE}/${first}/total`, `${PEOPLE_TABLE}/${second}/total`],
    otherwise,
  };
}

export function peopleByOrigin(to: Composer): Block[] {
  const { byOrigin, total } = to.people;
  const row = (key: string): Row => ({
    key,
    cells: { origin: to.say(`people.origin.${key}`), people: byOrigin[key] ?? 0 },
    ...(key === 'unknown' && { unknown: true }),
  });
  return [
    {
      kind: 'table',
      key: 'people-by-origin',
      title: to.say('people.by_origin'),
      columns: [
        { key: 'origin', header: to.say('people.nationality'), type: 'text' },
        count('people', to.say('people.people')),
      ],
      rows: ['national', 'foreign', 'unknown'].map(row),
      total: {
        key: 'total',
        cells: { origin: to.say('total'), people: total },
        figures: { people: 'people.served' },
      },
      breakdown: true,
      denominator: to.say('people.denominator'),
    },
  ];
}

export function peopleByPurpose(to: Composer): Block[] {
  const { byPurpose, total } = to.people;
  const codes = list('purposes').items.map(({ code }) => code);
  const extra = Object.keys(byPurpose).filter(
    (code) => code !== 'unknown' && !codes.includes(code),
  );
  // For readers outside, each answer of the list has a row: a row only where somebody is counted discloses that.
  const known = to.view.inside
    ? [...codes, ...extra].filter((code) => (byPurpose[code] ?? 0) > 0)
    : [...codes, ...extra];
  const row = (code: string, label: string): Row => ({
    key: code,
    cells: { purpose: label, people: byPurpose[code] ?? 0 },
  });
  return [
    {
      kind: 'table',
      key: 'people-by-purpose',
      title: to.say('people.by_purpose'),
      columns: [
        { key: 'purpose', header: to.say('people.purpose'), type: 'text' },
        count('people', to.say('people.people'), false),
      ],
      rows: [
        ...known.map((code) => row(code, labelOf('purposes', code, to.language))),
        { ...row('unknown', to.say('not_known')), unknown: true },
      ],
      total: {
        key: 'total',
        cells: { purpose: to.say('people.all'), people: total },
        figures: { people: 'people.served' },
      },
      breakdown: true,
      denominator: to.say('people.denominator'),
      notes: [to.say('people.purpose_note')],
    },
  ];
}
