/** The product's side: tables of the shapes of reports, as documents before anything is hidden. */
const { from } = require('../support.js');
const P = require('./people.js');

const { countedTable, rollUpFewPeople } = from(
  'modules/donor-reports/statistics/compose-statistics.rules.js',
);
const { standardLabels } = from('modules/report-documents/document/index.js');

const EVERYBODY = 'people.registered';
const LABELS = standardLabels('en');

const count = (key, additive = true) => ({
  key,
  header: key,
  type: 'integer',
  disclosure: { role: 'count', additive },
});
const label = { key: 'answer', header: 'answer', type: 'text' };
const cell = (people, holds) => people.filter(holds).length;

/** Rows by one answer, columns by another, with totals both ways. */
function twoWay(key, people, rows, columns, more = {}) {
  const row = (name, holds) => {
    const own = people.filter(holds);
    const cells = Object.fromEntries(
      columns.keys.map((column) => [column, cell(own, columns.holds(column))]),
    );
    return { key: name, cells: { answer: name, ...cells, total: own.length } };
  };
  return {
    kind: 'table',
    key,
    title: key,
    columns: [label, ...columns.keys.map((column) => count(column)), count('total')],
    rowTotal: { column: 'total', parts: columns.keys },
    rows: rows.keys.map((name) => ({
      ...row(name, rows.holds(name)),
      ...(name === 'unknown' && { unknown: true }),
    })),
    total: { ...row('total', () => true), figures: { total: EVERYBODY } },
    ...more,
  };
}

const by = (field, keys) => ({ keys, holds: (key) => (one) => one[field] === key });
const sexes = by('sex', ['female', 'male', 'other']);

function oneWay(key, people, rows, more = {}) {
  return {
    kind: 'table',
    key,
    title: key,
    columns: [label, count('people', more.additive ?? true)],
    rows: rows.map((name) => ({
      key: name,
      cells: { answer: name, people: cell(people, (one) => more.holds(one, name)) },
      ...(name === 'unknown' && { unknown: true }),
    })),
    total: {
      key: 'total',
      cells: { answer: 'total', people: people.length },
      figures: { people: EVERYBODY },
    },
  };
}

const union = (key, people, field, keys) =>
  oneWay(key, people, [...keys, 'unknown'], {
    additive: false,
    holds: (one, name) => one[field].includes(name),
  });

/** As statistics and open data make them: small answers of a list in one row. */
function rolledUp(key, people, field, { threshold, every }) {
  const values = [...new Set(people.map((one) => one[field]))]
    .filter((value) => value !== 'unknown')
    .sort()
    .map((value) => ({
      key: value,
      label: value,
      people: cell(people, (o) => o[field] === value),
    }));
  const unknown = cell(people, (one) => one[field] === 'unknown');
  const nobody = (every ?? []).map((value) => ({ key: value, people: 0 }));
  return countedTable(
    { language: 'en' },
    {
      key,
      title: key,
      values: rollUpFewPeople(values, threshold, 'others', nobody),
      known: people.length - unknown,
      rest: [{ key: 'unknown', label: 'unknown', people: unknown }],
      oneAnswer: true,
    },
  );
}

/** Answers of which a person may give several, with their shares of those of whom any is known. */
function severalAnswers(key, people, field, keys) {
  const unknown = cell(people, (one) => one[field].includes('unknown'));
  return countedTable(
    { language: 'en' },
    {
      key,
      title: key,
      values: keys.map((value) => ({
        key: value,
        label: value,
        people: cell(people, (one) => one[field].includes(value)),
      })),
      known: people.length - unknown,
      rest: [{ key: 'unknown', label: 'unknown', people: unknown }],
      oneAnswer: false,
    },
  );
}

function services(people) {
  const row = (key, own) => ({
    key,
    cells: {
      answer: key,
      given: own.reduce((sum, one) => sum + one.given, 0),
      people: own.filter(({ given }) => given > 0).length,
    },
  });
  const had = (type) =>
    people.map((one) => ({ given: one.services.filter((s) => s === type).length }));
  return {
    kind: 'table',
    key: 'services-by-type',
    title: 'services',
    columns: [
      label,
      {
        key: 'given',
        header: 'given',
        type: 'integer',
        disclosure: { role: 'follows', of: ['people'], additive: true, atLeast: 'people' },
      },
      count('people', false),
    ],
    rows: P.SERVICES.map((type) => row(type, had(type))),
    total: row(
      'total',
      people.map((one) => ({ given: one.services.length })),
    ),
  };
}

/** Regions in three zones, each with its subtotal. */
function regionsWithZones(people) {
  const zones = [0, 1, 2].map((n) => P.REGIONS.slice(4 * n, 4 * n + 4));
  const table = oneWay('regions-zones', people, [...P.REGIONS, 'unknown'], {
    holds: (one, name) => one.region === name,
  });
  const subtotal = (keys, n) => ({
    key: `zone-${n}`,
    sums: keys,
    cells: { answer: `zone ${n}`, people: cell(people, (one) => keys.includes(one.region)) },
  });
  return {
    ...table,
    rows: [...table.rows, ...zones.map(subtotal)],
    total: { ...table.total, sums: [...zones.map((_, n) => `zone-${n}`), 'unknown'] },
  };
}

const zoneOf = ({ region }) =>
  region === 'unknown' ? 'unknown' : `zone-${Math.floor(P.REGIONS.indexOf(region) / 4)}`;
const zones = {
  keys: ['zone-0', 'zone-1', 'zone-2', 'unknown'],
  holds: (key) => (one) => zoneOf(one) === key,
};
const topNations = {
  keys: [...P.NATIONALITIES.slice(0, 6), 'elsewhere'],
  holds: (key) => (one) =>
    key === 'elsewhere' ? P.NATIONALITIES.indexOf(one.nationality) >= 6 : one.nationality === key,
};

const regions = (people, threshold) =>
  rolledUp('regions', people, 'region', { threshold, every: P.REGIONS });
const sexAge7 = (people) => twoWay('sex-age-7', people, by('age7', P.AGES_7), sexes);
const origins = (people) =>
  oneWay('origin', people, ['national', 'foreign', 'unknown'], {
    holds: (one, name) => one.origin === name,
  });

/** Each kind: the tables of one report about these people. */
const KINDS = {
  'sex-age-7': (people) => [sexAge7(people)],
  'sex-age-9': (people) => [twoWay('sex-age-9', people, by('age9', P.AGES_9), sexes)],
  nationality: (people, threshold) => [
    rolledUp('nationality', people, 'nationality', { threshold }),
  ],
  'sex-nationality': (people) => [twoWay('sex-nationality', people, topNations, sexes)],
  'form-sex': (people) => [twoWay('form-sex', people, by('form', P.FORMS), sexes)],
  'year-sex': (people) => [twoWay('year-sex', people, by('year', P.YEARS), sexes)],
  regions: (people, threshold) => [regions(people, threshold)],
  'regions-zones': (people) => [regionsWithZones(people)],
  'zones-sex': (people) => [twoWay('zones-sex', people, zones, sexes)],
  means: (people) => [union('means', people, 'means', P.MEANS)],
  'means-shares': (people) => [severalAnswers('means-shares', people, 'means', P.MEANS)],
  'age-form': (people) => [twoWay('age-form', people, by('age7', P.AGES_7), by('form', P.FORMS))],
  services: (people) => [services(people)],
  shares: (people) => [{ ...rolledUp('shares', people, 'form', { threshold: 0 }) }],
  linked: (people, threshold) => [
    sexAge7(people),
    origins(people),
    union('purposes', people, 'purposes', P.FORMS),
    regions(people, threshold),
  ],
};

const documentOf = (blocks) => ({
  format: 'mawa-report/1',
  labels: LABELS,
  meta: { key: 'attacked', kind: 'attacked', language: 'en', facts: [] },
  blocks,
});

module.exports = { KINDS, documentOf, sexAge7, origins, union, services, regions, twoWay, zones };
