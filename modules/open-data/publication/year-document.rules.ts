/** A year in the 27 variables of CTDC and as SDG 16.2.2: people counted together, never a row a person. */
import type { CtdcScalar } from '../../beneficiaries';
import { translate } from '../../platform/web/i18n';
import {
  type Block,
  checkDocument,
  directionOf,
  type ReportDocument,
  standardLabels,
  type TableBlock,
} from '../../report-documents';
import { countedTable, ctdcTables, rollUpFewPeople } from '../../donor-reports';
import { childrenAndAdults, genderByAge } from './ctdc-ages.rules';
import { sdgTable } from './sdg-table.rules';
import { countBy, type YearFacts } from './year-facts.rules';

/** Values of the codebook, in its order. */
const VALUES: Readonly<Partial<Record<CtdcScalar, readonly string[]>>> = {
  gender: ['Woman', 'Man', 'Trans/Transgender/NonConforming'],
  ageBroad: ['0--8', '9--17', '18--20', '21--23', '24--26', '27--29', '30--38', '39--47', '48+'],
  traffickMonths: ['0--12 (0-1 yr)', '13--24 (1-2 yrs)', '25+ (2+ yrs)'],
};
/** Without an end: what is small is one row, before anything is hidden. */
const ROLLED: readonly CtdcScalar[] = ['citizenship', 'CountryOfExploitation'];
const SCALARS: readonly CtdcScalar[] = ['gender', 'ageBroad', ...ROLLED, 'traffickMonths'];

export function yearDocument(facts: YearFacts): ReportDocument {
  const say = (key: string, params: object = {}) =>
    translate(facts.language, `open-data:${key}`, { ...params });
  const blocks: Block[] = [
    { kind: 'heading', key: 'ctdc', level: 1, text: say('section.ctdc') },
    ...SCALARS.map((name) => orWithheld(scalarTable(facts, name), facts)),
    genderByAge(facts),
    ...ctdcTables(facts).map((table) => orWithheld(table, facts)),
    { kind: 'heading', key: 'sdg', level: 1, text: say('section.sdg') },
    sdgTable(facts),
  ];
  const document: ReportDocument = {
    format: 'mawa-report/1',
    labels: standardLabels(facts.language),
    meta: {
      key: `mawa-open-data-${facts.year}`,
      kind: 'open-data',
      programme: facts.programme,
      title: say('title_year', { year: facts.year }),
      period: { from: `${facts.year}-01-01`, to: `${facts.year}-12-31`, label: String(facts.year) },
      language: facts.language,
      direction: directionOf(facts.language),
      audience: { key: 'open', label: say('audience') },
      version: '1',
      preparedFor: say('audience'),
      date: facts.date,
      facts: [],
      synthetic: facts.synthetic,
    },
    blocks,
  };
  checkDocument(document);
  return document;
}

/** Of a table about fewer people than the threshold nothing safe is left, and hiding it would hide others with it. */
function orWithheld(table: TableBlock, { language, threshold }: YearFacts): Block {
  const known = Number(table.rows.find(({ key }) => key === 'known')!.cells['people']);
  if (known >= threshold) return table;
  const text = translate(language, 'open-data:withheld', { threshold });
  return { kind: 'callout', key: table.key, tone: 'info', title: table.title, text };
}

function scalarTable(facts: YearFacts, name: CtdcScalar): TableBlock {
  const counts = countBy(facts.alike, (one) => one[name]);
  const unknown = counts.get(null) ?? 0;
  const found = [...counts.keys()].filter((value) => value !== null).sort();
  const known = VALUES[name] ?? found;
  const values = [...known, ...found.filter((value) => !known.includes(value))].map((value) => ({
    key: value,
    label: value,
    people: counts.get(value) ?? 0,
  }));
  const say = (key: string) => translate(facts.language, `open-data:${key}`);
  const table = countedTable(facts, {
    key: `ctdc-${name.toLowerCase()}`,
    title: `${say(`ctdc.${name}`)} (${name})`,
    values: ROLLED.includes(name)
      ? rollUpFewPeople(values, facts.threshold, say('others'))
      : values,
    known: values.reduce((sum, { people }) => sum + people, 0),
    rest: [{ key: 'unknown', label: say('not_known'), people: unknown }],
    oneAnswer: true,
  });
  if (name === 'CountryOfExploitation') return withoutUnknown(table);
  return name === 'ageBroad' ? childrenAndAdults(table, facts) : table;
}

/** Where the country is not known the codebook takes the one of first help: nobody can be unknown. */
const withoutUnknown = (table: TableBlock): TableBlock => ({
  ...table,
  rows: table.rows.map((row) => (row.key === 'unknown' ? { ...row, structural: ['people'] } : row)),
});
