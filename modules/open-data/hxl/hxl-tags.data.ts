/** HXL hashtags of figures: data, by the key of a column and, where it means another thing there, by its table. */

const MONEY = {
  budgeted: '#value+budget',
  spent: '#value+expenditure',
  committed: '#value+outgoing',
  left: '#value+remaining',
} as const;

const TAGS: Readonly<Record<string, string>> = {
  // What a row is about.
  age: '#indicator+name+age',
  answer: '#indicator+name',
  what: '#indicator+name',
  origin: '#indicator+name+nationality',
  purpose: '#indicator+name+purpose',
  service: '#service+name',
  month: '#date+month',
  label: '#sector+name',
  code: '#indicator+code',
  title: '#indicator+name',
  mark: '#indicator+name+months',
  region: '#adm1+name',
  country: '#country+name',
  // People.
  people: '#reached+ind',
  female: '#reached+ind+f',
  male: '#reached+ind+m',
  other: '#reached+ind+i',
  unknown: '#reached+ind+unknown',
  others: '#reached+ind+others',
  total: '#reached+ind+total',
  inWork: '#reached+ind+inwork',
  notInWork: '#reached+ind+notinwork',
  notReached: '#reached+ind+notreached',
  passed: '#reached+ind+total',
  // Numbers of other things, shares and what is aimed at.
  given: '#output+services+num',
  number: '#indicator+num',
  used: '#indicator+nights+num',
  available: '#capacity+beds+nights+num',
  occupancy: '#indicator+occupancy+pct',
  share: '#indicator+pct',
  rate: '#indicator+rate+num',
  population: '#population+ind',
  baseline: '#indicator+baseline+num',
  target: '#indicator+target+num',
  value: '#indicator+value+num',
  part: '#indicator+part+num',
  rest: '#indicator+rest+num',
  whole: '#indicator+whole+num',
  reached: '#indicator+reached+pct',
  standing: '#status',
  burn: '#indicator+burn+pct',
  ...MONEY,
};

/** People who were trafficked, helped by this programme or not: they are affected, and not all were reached. */
const AFFECTED = /^(ctdc|sdg)-/;
const IN_TABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  referrals: { people: '#output+referrals+num' },
  'officials-trained': { answer: '#org+type', people: '#reached+ind+officials' },
  'ctdc-citizenship': { answer: '#country+code+origin+v_iso3' },
  'ctdc-countryofexploitation': { answer: '#country+code+v_iso3' },
};

export interface TaggedColumn {
  readonly key: string;
  readonly type: string;
  readonly currency?: string;
}

/** Null: nobody has said what this column is, and the table is not written. */
export function hxlTag(table: string, { key, currency }: TaggedColumn): string | null {
  const tag = IN_TABLE[table]?.[key] ?? TAGS[key];
  if (tag === undefined) return null;
  if (currency && tag.startsWith('#value')) return `${tag}+c_${currency.toLowerCase()}`;
  return AFFECTED.test(table) ? tag.replace('#reached', '#affected') : tag;
}
