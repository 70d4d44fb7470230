/** Basis of each figure: definition, rows counted, and other causes of change. */
import { type Figure, KEY_FIGURE } from './document-figures.rules';

export type RowKind = 'people' | 'stays' | 'services' | 'ledger';

/** Why a figure is another one today. */
export const CAUSES = [
  'late',
  'correction',
  'erasure',
  'joined',
  'beds',
  'budget',
  'method',
  'untraced',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Each has a sentence in `figures:define`. */
export const DEFINITIONS = [
  'people',
  'people_part',
  'people_in_beds',
  'people_helped',
  'nights',
  'available',
  'occupancy',
  'services',
  'budgeted',
  'spent_in_period',
  'spent_to_date',
  'left',
  'burn',
  'beyond',
  'grant',
  'other',
] as const;
export type DefinitionName = (typeof DEFINITIONS)[number];

/** Ids of rows by the name of the group that they were counted in. */
export type Sources = Readonly<Record<string, readonly string[]>>;

export interface Basis {
  readonly definition: DefinitionName;
  readonly rows: RowKind | null;
  /** Whether the ids kept under this name belong to the figure. */
  readonly takes: (group: string) => boolean;
  /** Stays of this month alone. */
  readonly month: string | null;
  /** Only what was booked in the period. */
  readonly inPeriod: boolean;
  /** Cause if the rows are the same and the figure differs. */
  readonly otherwise: Cause;
  /** Columns of the same row that it is made of, and how. */
  readonly made: { readonly how: 'ratio' | 'difference'; readonly of: readonly string[] } | null;
}

const nothing: Basis = {
  definition: 'other',
  rows: null,
  takes: () => false,
  month: null,
  inPeriod: false,
  otherwise: 'untraced',
  made: null,
};
/** Counted from rows that are kept: what they do not explain was corrected in themselves. */
const counted: Basis = { ...nothing, otherwise: 'correction' };

const under =
  (...names: readonly string[]) =>
  (group: string): boolean =>
    names.some((name) => (name.endsWith('/') ? group.startsWith(name) : group === name));

const people = (definition: DefinitionName, takes: Basis['takes']): Basis => ({
  ...counted,
  definition,
  rows: 'people',
  takes,
});
const EVERYBODY = under('people/sex-age/');

function byAge({ row, column }: Figure): Basis {
  const takes = (group: string) => {
    const [sex, band] = group.startsWith('people/sex-age/') ? group.split('/').slice(2) : [];
    if (!sex) return false;
    return (row === 'total' || band === row) && (column === 'total' || sex === column);
  };
  const whole = row === 'total' && column === 'total';
  return people(whole ? 'people' : 'people_part', takes);
}

const byTrait =
  (trait: string) =>
  ({ row }: Figure): Basis =>
    row === 'total'
      ? people('people', EVERYBODY)
      : people('people_part', under(`people/${trait}/${row}`));

const beds =
  (by: 'month' | 'shelter') =>
  ({ row, column }: Figure): Basis => {
    const all = row === 'total';
    const stays: Basis = {
      ...counted,
      definition: 'nights',
      rows: 'stays',
      takes: under(
        ...(all || by === 'month' ? ['bookings/'] : [`bookings/${row}`, `bookings/${row}/`]),
      ),
      month: !all && by === 'month' ? row : null,
    };
    if (column === 'people')
      return people('people_in_beds', under(all ? 'people/month/' : `people/${by}/${row}`));
    if (column === 'used') return stays;
    if (column === 'available') return { ...nothing, definition: 'available', otherwise: 'beds' };
    const made = { how: 'ratio', of: ['used', 'available'] } as const;
    return { ...stays, definition: 'occupancy', made };
  };

function services({ row, column }: Figure): Basis {
  const all = row === 'total';
  if (all && column === 'people') return people('people_helped', under('people/helped/'));
  const takes = under(...(all ? ['services/'] : [`services/${row}`, `services/${row}/`]));
  const given: Basis = { ...counted, definition: 'services', rows: 'services', takes };
  return column === 'people'
    ? { ...given, definition: 'people_helped', otherwise: 'joined' }
    : given;
}

function budget({ row, column, sums }: Figure): Basis {
  const lines = sums ?? [row];
  const takes = row === 'total' ? under('spent/') : under(...lines.map((line) => `spent/${line}`));
  const spent: Basis = { ...counted, rows: 'ledger', takes };
  const promised = ['budgeted', 'spentToDate'];
  switch (column) {
    case 'spentInPeriod':
      return { ...spent, definition: 'spent_in_period', inPeriod: true };
    case 'spentToDate':
      return { ...spent, definition: 'spent_to_date' };
    case 'left':
      return { ...spent, definition: 'left', made: { how: 'difference', of: promised } };
    case 'burn':
      return {
        ...spent,
        definition: 'burn',
        made: { how: 'ratio', of: ['spentToDate', 'budgeted'] },
      };
    default:
      return { ...nothing, definition: 'budgeted', otherwise: 'budget' };
  }
}

const beyond = ({ row }: Figure): Basis => ({
  ...nothing,
  definition: 'beyond',
  rows: 'ledger',
  otherwise: 'late',
  takes: under(row === 'total' ? 'unfunded/' : `unfunded/${row}`),
});

const grant = (): Basis => ({ ...nothing, definition: 'grant', otherwise: 'budget' });

/** By class, outcome or partner: the same sums, whose entries are kept by line alone. */
const cut = (figure: Figure): Basis => ({
  ...budget({ ...figure, sums: null }),
  rows: null,
  takes: () => false,
  otherwise: 'untraced',
});

/** Beside the period before, of which no rows are kept. */
const since = (figure: Figure): Basis => {
  const key = figure.column === 'now' ? KEY_FIGURES[figure.row] : undefined;
  if (!key) return nothing;
  return TABLES[key[0]]!({ ...figure, table: key[0], row: 'total', column: key[1] });
};

const TABLES: Readonly<Record<string, (figure: Figure) => Basis>> = {
  'people-by-age': byAge,
  'people-by-origin': byTrait('origin'),
  'people-by-purpose': byTrait('purpose'),
  'beds-by-month': beds('month'),
  'beds-by-shelter': beds('shelter'),
  'services-by-type': services,
  'budget-by-line': budget,
  'beyond-budget': beyond,
  'grant-steps': grant,
  'grant-shares': grant,
  'budget-by-class': cut,
  'budget-by-category': cut,
  'budget-by-unsdg': cut,
  'budget-by-outcome': cut,
  'budget-by-partner': cut,
  'since-last-period': since,
  'since-last-period-money': since,
};

/** A key figure is the total of a table. */
const KEY_FIGURES: Readonly<Record<string, readonly [table: string, column: string]>> = {
  people: ['people-by-age', 'total'],
  nights: ['beds-by-month', 'used'],
  occupancy: ['beds-by-month', 'occupancy'],
  services: ['services-by-type', 'given'],
  spent: ['budget-by-line', 'spentInPeriod'],
};

/** The figure that a key figure repeats; every other one is itself. */
export function repeated(figure: Figure): Figure {
  const named = figure.column === KEY_FIGURE ? KEY_FIGURES[figure.row] : undefined;
  if (!named) return figure;
  const [table, column] = named;
  return { ...figure, table, row: 'total', column };
}

/** A table that is not listed here has a definition in the method of its report, and no rows kept here. */
export function basisOf(figure: Figure): Basis {
  const own = repeated(figure);
  return TABLES[own.table]?.(own) ?? nothing;
}

/** The ids behind a figure, each once. */
export function rowsBehind({ takes }: Basis, sources: Sources): string[] {
  const ids = Object.entries(sources).flatMap(([group, rows]) => (takes(group) ? rows : []));
  return [...new Set(ids)];
}

/** Leaves out ledger entries of lines that the report does not contain (another agency's). */
export function ofItsLines(
  sources: Sources,
  lines: readonly { readonly lineId: string }[],
): Sources {
  const own = new Set(lines.map(({ lineId }) => lineId));
  return Object.fromEntries(
    Object.entries(sources).filter(
      ([group]) => kindOfGroup(group) !== 'ledger' || own.has(group.split('/')[1]!),
    ),
  );
}

/** Kind of the rows in a group. */
export function kindOfGroup(group: string): RowKind | null {
  const [first] = group.split('/');
  const kinds: Record<string, RowKind> = {
    people: 'people',
    bookings: 'stays',
    services: 'services',
    spent: 'ledger',
    unfunded: 'ledger',
  };
  return kinds[first!] ?? null;
}

/** Whether the rows of a group were brought in from before Mawa. */
export const isBroughtIn = (group: string): boolean => group.endsWith('/brought-in');
