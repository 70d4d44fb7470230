/**
 * The figures of a frozen report against those of today: which moved, from what to what, and why.
 * Causes are found row by row, by comparing the ids kept with the freeze with those of today.
 */
import Decimal from 'decimal.js';
import type { Cell } from '../../report-documents';
import {
  type Basis,
  basisOf,
  type Cause,
  CAUSES,
  isBroughtIn,
  kindOfGroup,
  repeated,
  rowsBehind,
  type Sources,
} from '../trace/figure-basis.rules';
import type { Figure } from '../trace/document-figures.rules';

export interface FoundCause {
  readonly cause: Cause;
  /** How many rows; null where it is not rows that changed, or they changed in themselves. */
  readonly rows: number | null;
}

export interface MovedFigure {
  readonly figure: string;
  readonly then: Cell;
  readonly now: Cell;
  readonly causes: readonly FoundCause[];
}

/** Present state of rows that are on one side only. */
export interface RowsToday {
  /** Rows that are in no table any more. */
  readonly gone: ReadonlySet<string>;
  /** People whose file was erased: their rows count on under a new id. */
  readonly erased: ReadonlySet<string>;
  /** A file that was joined, and the person it now is. */
  readonly joined: ReadonlyMap<string, string>;
  /** Files whose joining was taken back. */
  readonly parted: ReadonlySet<string>;
  /** People of a service or stay. */
  readonly peopleOf: ReadonlyMap<string, readonly string[]>;
  /** From which day to which a stay lasts (half-open), or on which an entry was booked. */
  readonly days: ReadonlyMap<string, { readonly from: string; readonly until: string | null }>;
}

export interface FrozenAndToday {
  readonly period: { readonly from: string; readonly until: string };
  readonly figures: { readonly then: readonly Figure[]; readonly now: readonly Figure[] };
  readonly sources: { readonly then: Sources; readonly now: Sources };
  readonly rows: RowsToday;
  /** The editions of definition or product are others than at the freeze. */
  readonly methodMoved: boolean;
}

/** Those whose value moved, and those that stayed although the rows behind them did not. */
export function movedFigures(both: FrozenAndToday): MovedFigure[] {
  const [then, now] = [byKey(both.figures.then), byKey(both.figures.now)];
  const keys = [...new Set([...then.keys(), ...now.keys()])];
  const values = (key: string) => ({
    then: valueOf(then.get(key), now.get(key)),
    now: valueOf(now.get(key), then.get(key)),
  });
  const hasMoved = (key: string) => {
    const figure = now.get(key) ?? then.get(key);
    // A share may be made of a column that its table does not show.
    if (!figure) return false;
    const { then: before, now: after } = values(key);
    return figure.shape.type === 'percent' ? !isSameShare(before, after) : before !== after;
  };
  const served = everybody(both.sources.then);
  const late = lateOnes(both);
  return keys.flatMap((key): MovedFigure[] => {
    const figure = (now.get(key) ?? then.get(key))!;
    const basis = basisOf(figure);
    const found = causesOfRows(basis, both, served, late);
    const moved = hasMoved(key);
    if (!moved && !found.some(({ cause }) => cause !== 'erasure')) return [];
    const causes = moved ? orElse(found, partsMoved(figure, basis, hasMoved), basis, both) : found;
    return [{ figure: key, ...values(key), causes }];
  });
}

/** Reports frozen by an earlier edition keep shares rounded to four decimals; today's have twelve. */
function isSameShare(then: Cell, now: Cell): boolean {
  if (typeof then !== 'string' || typeof now !== 'string') return then === now;
  const decimals = then.split('.')[1]?.length ?? 0;
  return (
    new Decimal(then).equals(now) ||
    (decimals === EARLIER_DECIMALS &&
      new Decimal(now).toDecimalPlaces(EARLIER_DECIMALS).equals(then))
  );
}
const EARLIER_DECIMALS = 4;

/** How many people behind these figures were erased since: they count on, which is how it should be. */
export const erasedSince = ({ sources, rows }: FrozenAndToday): number =>
  [...everybody(sources.then)].filter((id) => rows.gone.has(id)).length;

const byKey = (figures: readonly Figure[]) =>
  new Map(figures.map((figure) => [figure.key, figure] as const));

/** A row or column that is not there counts nothing. */
function valueOf(own: Figure | undefined, other: Figure | undefined): Cell {
  if (own) return own.value;
  return other!.shape.type === 'integer' ? 0 : null;
}

const everybody = (sources: Sources): ReadonlySet<string> =>
  new Set(
    Object.entries(sources).flatMap(([group, ids]) =>
      kindOfGroup(group) === 'people' ? [...ids] : [],
    ),
  );

/** Rows of a kind that were in no group then, with the people they belong to. */
function lateOnes({ sources, rows }: FrozenAndToday): { ids: Set<string>; people: Set<string> } {
  const ids = new Set<string>();
  const before = new Set(Object.values(sources.then).flat());
  for (const [group, all] of Object.entries(sources.now))
    if (kindOfGroup(group) !== 'people') for (const id of all) if (!before.has(id)) ids.add(id);
  const people = [...ids].flatMap((id) => rows.peopleOf.get(id) ?? []);
  return { ids, people: new Set(people.map((id) => rows.joined.get(id) ?? id)) };
}

function causesOfRows(
  basis: Basis,
  both: FrozenAndToday,
  served: ReadonlySet<string>,
  late: ReturnType<typeof lateOnes>,
): FoundCause[] {
  if (!basis.rows) return [];
  const { sources, rows } = both;
  const mine = (id: string) => isInside(basis, both, id);
  const then = new Set(rowsBehind(basis, sources.then));
  const now = new Set(rowsBehind(basis, sources.now));
  const left = [...then].filter((id) => !now.has(id) && mine(id));
  const came = [...now].filter((id) => !then.has(id) && mine(id));
  const isPerson = basis.rows === 'people';
  const swallowed = new Set(
    [...rows.joined].filter(([id]) => served.has(id)).map(([, person]) => person),
  );
  const broughtIn = new Set(
    Object.entries(sources.then).flatMap(([group, ids]) => (isBroughtIn(group) ? ids : [])),
  );
  const whyLeft = (id: string): Cause => {
    // A file of before Mawa that was taken back takes its rows with it.
    if (rows.gone.has(id)) return broughtIn.has(id) ? 'correction' : 'erasure';
    return rows.joined.has(id) || rows.parted.has(id) ? 'joined' : 'correction';
  };
  const whyCame = (id: string): Cause => {
    if (!isPerson) return late.ids.has(id) ? 'late' : 'correction';
    if (rows.erased.has(id)) return 'erasure';
    if (rows.parted.has(id) || swallowed.has(id)) return 'joined';
    // A person counted then and now in another group of facts was corrected, not entered late.
    const isOfFacts = basis.definition === 'people' || basis.definition === 'people_part';
    return late.people.has(id) && !(isOfFacts && served.has(id)) ? 'late' : 'correction';
  };
  return counted(left.map(whyLeft), came.map(whyCame));
}

/** An erased person leaves under one id and appears under another: one row, and no change. */
function counted(left: readonly Cause[], came: readonly Cause[]): FoundCause[] {
  return CAUSES.flatMap((cause): FoundCause[] => {
    const [out, into] = [left, came].map((all) => all.filter((one) => one === cause).length);
    const rows = cause === 'erasure' ? Math.max(out!, into!) : out! + into!;
    return rows > 0 ? [{ cause, rows }] : [];
  });
}

/** A stay of another month, or an entry of another quarter, moves nothing here. */
function isInside(basis: Basis, { period, rows }: FrozenAndToday, id: string): boolean {
  const day = rows.days.get(id);
  if (!day) return true;
  if (basis.inPeriod) return day.from >= period.from;
  if (!basis.month) return true;
  const month = basis.month;
  return day.from.slice(0, 7) <= month && (day.until === null || day.until > `${month}-01`);
}

/** Beds that were opened or closed, a budget that was revised. */
function partsMoved(figure: Figure, basis: Basis, hasMoved: (key: string) => boolean): Cause[] {
  const { table, row } = repeated(figure);
  return (basis.made?.of ?? []).flatMap((column): Cause[] => {
    if (!hasMoved(`${table}/${row}/${column}`)) return [];
    if (column === 'available') return ['beds'];
    return column === 'budgeted' ? ['budget'] : [];
  });
}

function orElse(
  found: readonly FoundCause[],
  parts: readonly Cause[],
  { otherwise }: Basis,
  { methodMoved }: FrozenAndToday,
): FoundCause[] {
  const all = [...found, ...parts.map((cause) => ({ cause, rows: null }))];
  const explained = all.some(({ cause }) => cause !== 'erasure');
  if (explained) return all;
  return [...all, { cause: methodMoved ? 'method' : otherwise, rows: null }];
}
