/** One ledger cut in several ways: each line is in one place of each view, and every view adds up to the same. */
import type { BudgetFigures, BudgetLineFigures } from './budget.figures';
import type { LocalisedName } from './grants/grant-definition.types';
import { convert, sumOf, toCent, written } from './money.rules';

export const BUDGET_GROUPINGS = ['agency', 'outcome', 'partner', 'class', 'unsdg', 'line'] as const;
export type BudgetGrouping = (typeof BUDGET_GROUPINGS)[number];

export interface ViewAmounts {
  readonly budgeted: string;
  readonly spent: string;
  readonly committed: string;
  /** What can still be promised. */
  readonly left: string;
}

export interface ViewRow extends ViewAmounts {
  readonly key: string;
  /** Null for agencies and partners, which are known by their code. */
  readonly name: LocalisedName | null;
  /** Support costs: a rate on what the lines spend, in one row of every view. */
  readonly indirect: boolean;
}

export interface BudgetView {
  readonly view: BudgetGrouping;
  readonly rows: readonly ViewRow[];
  readonly total: ViewAmounts;
}

export interface ViewNames {
  readonly outcome: ReadonlyMap<string, LocalisedName>;
  readonly class: ReadonlyMap<string, LocalisedName>;
  readonly unsdg: ReadonlyMap<string, LocalisedName>;
}

export const groupKeyOf: Readonly<Record<BudgetGrouping, (line: BudgetLineFigures) => string>> = {
  agency: (line) => line.organisationCode,
  outcome: (line) => line.outcomeCode,
  partner: (line) => line.partnerCode,
  class: (line) => line.objectClass,
  unsdg: (line) => line.unsdgCategory,
  line: (line) => line.code,
};

/** Where support costs stand in the forms; in the other views they are a row of their own. */
const INDIRECT: Partial<Record<BudgetGrouping, string>> = { class: 'j', unsdg: '8' };

const COLUMNS = ['budgeted', 'spent', 'committed', 'left'] as const;

export function viewsOf(
  figures: Pick<BudgetFigures, 'lines' | 'shares'>,
  names: ViewNames,
): BudgetView[] {
  const indirect = indirectOf(figures);
  return BUDGET_GROUPINGS.map((view) => {
    const rows = [
      ...groupsOf(figures.lines, view, names),
      {
        ...indirect,
        key: INDIRECT[view] ?? 'indirect',
        name: names.class.get('j') ?? null,
        indirect: true,
      },
    ];
    return { view, rows, total: added(rows) };
  });
}

function groupsOf(
  lines: readonly BudgetLineFigures[],
  view: BudgetGrouping,
  names: ViewNames,
): ViewRow[] {
  const groups = new Map<string, BudgetLineFigures[]>();
  for (const line of lines) {
    const key = groupKeyOf[view](line);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  const rows = [...groups].map(([key, own]) => ({
    key,
    name: nameOf(view, own[0]!, names),
    indirect: false,
    ...added(own.map(amountsOf)),
  }));
  const inOrder = view === 'class' || view === 'unsdg' || view === 'outcome';
  return inOrder ? rows.sort((one, other) => (one.key < other.key ? -1 : 1)) : rows;
}

const nameOf = (
  view: BudgetGrouping,
  line: BudgetLineFigures,
  names: ViewNames,
): LocalisedName | null => {
  if (view === 'line') return line.name;
  if (view === 'agency' || view === 'partner') return null;
  return names[view].get(groupKeyOf[view](line)) ?? null;
};

const amountsOf = (line: BudgetLineFigures): ViewAmounts => ({
  budgeted: line.budgeted,
  spent: line.spentToDate,
  committed: line.committedToDate,
  left: line.available,
});

/** Each agency's rate on what its lines spend and commit, to the cent; the same row in every view. */
function indirectOf({ lines, shares }: Pick<BudgetFigures, 'lines' | 'shares'>): ViewAmounts {
  return added(
    shares.map(({ organisationCode, support, supportRate }) => {
      const own = lines.filter((line) => line.organisationCode === organisationCode).map(amountsOf);
      // Each is rounded once, so that one does not move with the other; what is left takes the cent.
      const spent = convert(sumOf(own.map((line) => line.spent)), supportRate);
      const committed = convert(sumOf(own.map((line) => line.committed)), supportRate);
      return {
        budgeted: support,
        spent: written(spent),
        committed: written(committed),
        left: written(toCent(support).minus(spent).minus(committed)),
      };
    }),
  );
}

const added = (rows: readonly ViewAmounts[]): ViewAmounts =>
  Object.fromEntries(
    COLUMNS.map((column) => [column, written(sumOf(rows.map((row) => row[column])))]),
  ) as unknown as ViewAmounts;
