/**
 * Canonical names of figures: what was counted, of whom, when. The same number has the same name wherever it is
 * released, so that tables can be linked; cells of an analysis use the names of reports for the same figures.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { PERIOD_LENGTHS, parsePeriod } from '../../platform/shared/periods.rules';

/** By dimension the values that are counted, in order; none: everybody. */
export type DimensionFilter = Readonly<Record<string, readonly string[]>>;

export interface FigureSelection {
  readonly counted: string;
  readonly where: DimensionFilter;
}

export interface FigureName {
  /** The name without the time that it bears. */
  readonly figure: string;
  readonly when: { readonly from: CivilDate; readonly until: CivilDate } | null;
  /** Null: a figure of a report of which nothing more is known. */
  readonly of: FigureSelection | null;
}

const PREFIX = 'cut';

/** Name of a cell that no report contains: measure, time (if the table is by time) and selection. */
export function nameOfSelection({ counted, where }: FigureSelection, time: string | null): string {
  const known = time === null ? reportNameOf({ counted, where }) : null;
  if (known) return known;
  const said = Object.keys(where)
    .sort()
    .map(
      (dimension) => `${dimension}=${where[dimension]!.map(encodeURIComponent).sort().join('+')}`,
    );
  return [PREFIX, counted, ...(time === null ? [] : [time]), said.join('&')].join('/');
}

export function nameOfFigure(name: string): FigureName {
  if (!name.startsWith(`${PREFIX}/`))
    return { figure: name, when: monthIn(name), of: selectionOfReportName(name) };
  const [, counted, ...rest] = name.split('/');
  const when = rest.length > 1 ? timeOf(rest[0]!) : null;
  const said = rest.slice(when ? 1 : 0).join('/');
  const where = Object.fromEntries(
    said
      .split('&')
      .filter((one) => one !== '')
      .map((one) => {
        const at = one.indexOf('=');
        const values = one.slice(at + 1).split('+');
        return [one.slice(0, at), values.map(decodeURIComponent)];
      }),
  );
  const of = { counted: counted!, where };
  return { figure: reportNameOf(of) ?? [PREFIX, counted, said].join('/'), when, of };
}

/** Whether the first are some of the second, and not all of them by their name. */
export function isSubset(fewer: DimensionFilter, more: DimensionFilter): boolean {
  const dimensions = Object.keys(more);
  const isNarrower = (dimension: string) => fewer[dimension]!.length < more[dimension]!.length;
  return (
    dimensions.every((one) => fewer[one]?.every((value) => more[one]!.includes(value))) &&
    (Object.keys(fewer).length > dimensions.length || dimensions.some(isNarrower))
  );
}

function timeOf(code: string): FigureName['when'] {
  for (const every of PERIOD_LENGTHS) {
    const named = parsePeriod(code, every, NO_GRANT);
    if (named && named.code !== 'grant') return { from: named.from, until: named.until };
  }
  return null;
}
const NO_GRANT = { startsOn: '0001-01-01', endsOn: '0001-01-01' };

/** The row of a month is the same number in the report of a quarter and of a year. */
function monthIn(name: string): FigureName['when'] {
  const month = /\/(\d{4}-\d{2})\//.exec(name)?.[1];
  return month === undefined ? null : timeOf(month);
}

const PEOPLE = 'people_served';
const SERVICES = 'services_given';
const HELPED = 'people_helped';

/** The names that reports use: people by age, sex, origin and purpose, services by type. */
function reportNameOf({ counted, where }: FigureSelection): string | null {
  const one = (dimension: string): string | null =>
    where[dimension]?.length === 1 ? where[dimension][0]! : null;
  const only = Object.keys(where).sort().join('+');
  if (counted === PEOPLE) {
    const [age, sex, origin, purpose] = ['age', 'sex', 'origin', 'purpose'].map(one);
    if (only === '') return 'people.served';
    if (only === 'age+sex' && age && sex) return `people-by-age/${age}/${sex}`;
    if (only === 'age' && age) return `people-by-age/${age}/total`;
    if (only === 'sex' && sex) return `people-by-age/total/${sex}`;
    if (only === 'origin' && origin) return `people-by-origin/${origin}/people`;
    if (only === 'purpose' && purpose) return `people-by-purpose/${purpose}/people`;
  }
  const column = { [SERVICES]: 'given', [HELPED]: 'people' }[counted];
  if (column !== undefined && only === '') return `services.${column}`;
  const type = one('service_type');
  if (column !== undefined && only === 'service_type' && type)
    return `services-by-type/${type}/${column}`;
  return null;
}

/** And back. Groups of ages are left alone: their hierarchy ties them. */
function selectionOfReportName(name: string): FigureSelection | null {
  const cut = (counted: string, where: DimensionFilter = {}): FigureSelection => ({
    counted,
    where,
  });
  const whole: Readonly<Record<string, string>> = {
    'people.served': PEOPLE,
    'services.given': SERVICES,
    'services.people': HELPED,
  };
  if (whole[name] !== undefined) return cut(whole[name]);
  const [table, row, column] = name.split('/');
  if (row === undefined || column === undefined) return null;
  switch (table) {
    case 'people-by-age':
      return cut(PEOPLE, {
        ...(row !== 'total' && { age: [row] }),
        ...(column !== 'total' && { sex: [column] }),
      });
    case 'people-by-origin':
      return cut(PEOPLE, { origin: [row] });
    case 'people-by-purpose':
      return cut(PEOPLE, { purpose: [row] });
    case 'services-by-type':
      return cut(column === 'given' ? SERVICES : HELPED, { service_type: [row] });
    default:
      return null;
  }
}
