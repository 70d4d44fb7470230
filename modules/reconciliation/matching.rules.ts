/** Which entries of ours an agency's rows are: proposals in one pass, always the same for the same items; a person confirms. */
import { daysBetween, type CivilDate } from '../platform/shared/nights.rules';
import { sumOf, toCent, written } from '../grant-budgeting';

/** Amount of a document in its original currency. */
export interface DocumentAmount {
  readonly amount: string;
  readonly currency: string;
}

export interface LedgerItem {
  readonly key: string;
  readonly reference: string | null;
  readonly on: CivilDate;
  /** In the currency of the agency's ledger. */
  readonly amount: string;
  readonly document: DocumentAmount | null;
  readonly lineId: string | null;
}

export interface ProgrammeLedgerItem extends LedgerItem {
  readonly transactionId: string;
  /** The transaction that this one takes back. */
  readonly reverses: string | null;
  /** Entries of one line, one kind and one month, which agencies book as one. */
  readonly group: string;
}

export const MATCH_METHODS = [
  'exact',
  'late',
  'split',
  'amount',
  'group',
  'differs',
  'reversal',
  'hand',
] as const;
export type MatchMethod = (typeof MATCH_METHODS)[number];
export const DIFFERENCES = ['amount_differs', 'exchange_difference'] as const;
export type Difference = (typeof DIFFERENCES)[number];

export interface Proposal {
  readonly how: MatchMethod;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** Ours less theirs. */
  readonly difference: string;
  readonly reason: Difference | null;
  /** Confirmed with all others of its kind at once; the rest is looked at one by one. */
  readonly sure: boolean;
}

/** As people compare references: "F-2026/014" is "f2026014". */
export const referenceKey = (reference: string | null): string | null =>
  reference
    ?.normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '') || null;

const inOrder = <T extends LedgerItem>(items: readonly T[]): T[] =>
  [...items].sort(
    (a, b) =>
      a.on.localeCompare(b.on) ||
      (a.reference ?? '').localeCompare(b.reference ?? '') ||
      Number(a.amount) - Number(b.amount) ||
      a.key.localeCompare(b.key),
  );

const daysApart = (a: LedgerItem, b: LedgerItem): number => Math.abs(daysBetween(a.on, b.on));
const same = (a: string, b: string): boolean => toCent(a).equals(toCent(b));
const opposite = (a: LedgerItem, b: LedgerItem): boolean => sumOf([a.amount, b.amount]).isZero();
const samePaper = (a: LedgerItem, b: LedgerItem): boolean =>
  a.document !== null &&
  b.document !== null &&
  a.document.currency === b.document.currency &&
  same(a.document.amount, b.document.amount);

/** Difference between two sides, in the currency of the ledger. */
export const differenceOf = (ours: readonly LedgerItem[], theirs: readonly LedgerItem[]): string =>
  written(sumOf(ours.map(({ amount }) => amount)).minus(sumOf(theirs.map(({ amount }) => amount))));

/** The only match; two equally good matches are left to a person. */
const onlyOne = <T>(found: readonly T[]): T | undefined =>
  found.length === 1 ? found[0] : undefined;

class Matching {
  readonly proposals: Proposal[] = [];
  private readonly taken = new Set<string>();
  private readonly ours: ProgrammeLedgerItem[];
  private readonly theirs: LedgerItem[];
  private readonly references = new Map<string, string | null>();
  private readonly rowsOfReference: Map<string, LedgerItem[]>;
  private readonly rowsOfAmount: Map<string, LedgerItem[]>;
  private readonly entriesOfReference: Map<string, ProgrammeLedgerItem[]>;
  private readonly entriesOfAmount: Map<string, ProgrammeLedgerItem[]>;

  constructor(
    ours: readonly ProgrammeLedgerItem[],
    theirs: readonly LedgerItem[],
    private readonly dayWindow: number,
  ) {
    this.ours = inOrder(ours);
    this.theirs = inOrder(theirs);
    for (const { key, reference } of [...ours, ...theirs]) {
      this.references.set(key, referenceKey(reference));
    }
    this.rowsOfReference = groupedBy(this.theirs, this.referenceOf);
    this.rowsOfAmount = groupedBy(this.theirs, amountOf);
    this.entriesOfReference = groupedBy(this.ours, this.referenceOf);
    this.entriesOfAmount = groupedBy(this.ours, amountOf);
  }

  private readonly referenceOf = ({ key }: LedgerItem): string | null =>
    this.references.get(key) ?? null;

  /** Those of one side, still free, that carry the reference of this item. */
  private alike<T extends LedgerItem>(item: LedgerItem, all: ReadonlyMap<string, T[]>): T[] {
    return this.free(all.get(this.referenceOf(item) ?? '') ?? []);
  }

  private free<T extends LedgerItem>(items: readonly T[]): T[] {
    return items.filter(({ key }) => !this.taken.has(key));
  }

  private propose(
    how: MatchMethod,
    ours: readonly ProgrammeLedgerItem[],
    theirs: readonly LedgerItem[],
    sure: boolean,
    reason: Difference | null = null,
  ): void {
    for (const { key } of [...ours, ...theirs]) this.taken.add(key);
    this.proposals.push({
      how,
      ours: ours.map(({ key }) => key),
      theirs: theirs.map(({ key }) => key),
      difference: differenceOf(ours, theirs),
      reason,
      sure,
    });
  }

  /** Bookings reversed before either of them reached the other side. */
  reversals(): void {
    const byTransaction = new Map(
      this.ours.map((item) => [`${item.transactionId}/${item.lineId}`, item]),
    );
    for (const item of this.ours) {
      const first = byTransaction.get(`${item.reverses}/${item.lineId}`);
      if (first && opposite(first, item) && this.free([first, item]).length === 2) {
        this.propose('reversal', [first, item], [], true);
      }
    }
    for (const row of this.theirs) {
      if (this.taken.has(row.key) || toCent(row.amount).isNegative()) continue;
      const back = this.alike(row, this.rowsOfReference).find((other) => opposite(row, other));
      if (back) this.propose('reversal', [], [row, back], true);
    }
  }

  /** Same reference and amount, nearest day first. */
  exact(how: 'exact' | 'late'): void {
    for (const item of this.free(this.ours)) {
      const fits = this.alike(item, this.rowsOfReference)
        .filter((row) => same(item.amount, row.amount))
        .filter((row) => how === 'late' || daysApart(item, row) <= this.dayWindow)
        .sort((a, b) => daysApart(item, a) - daysApart(item, b));
      if (fits[0]) this.propose(how, [item], [fits[0]], how === 'exact');
    }
  }

  /** One bill in several rows, on one side or both: one reference, and the sums are equal. */
  split(): void {
    for (const [reference, entries] of this.entriesOfReference) {
      const ours = this.free(entries);
      const theirs = this.free(this.rowsOfReference.get(reference) ?? []);
      if (ours.length === 0 || theirs.length === 0 || ours.length + theirs.length < 3) continue;
      if (toCent(differenceOf(ours, theirs)).isZero()) this.propose('split', ours, theirs, true);
    }
  }

  /** Same reference, another amount: a difference of exchange rates if the document amounts agree. */
  differs(): void {
    for (const item of this.free(this.ours)) {
      const row = onlyOne(this.alike(item, this.rowsOfReference));
      if (!row || !onlyOne(this.alike(item, this.entriesOfReference))) continue;
      if (daysApart(item, row) > this.dayWindow) continue;
      if (toCent(item.amount).isNegative() !== toCent(row.amount).isNegative()) continue;
      const reason = samePaper(item, row) ? 'exchange_difference' : 'amount_differs';
      this.propose('differs', [item], [row], false, reason);
    }
  }

  /** No reference in common, but an amount that no other item of either side has within the window. */
  amounts(): void {
    for (const item of this.free(this.ours)) {
      const near = <T extends LedgerItem>(other: LedgerItem, all: ReadonlyMap<string, T[]>) =>
        this.free(all.get(amountOf(other)) ?? []).filter(
          (one) => daysApart(one, other) <= this.dayWindow,
        );
      const row = onlyOne(near(item, this.rowsOfAmount));
      if (row && onlyOne(near(row, this.entriesOfAmount))) {
        this.propose('amount', [item], [row], false);
      }
    }
  }

  /** A month of nights on one line, which the agency books as one bill. */
  groups(): void {
    const groups = [...groupedBy(this.free(this.ours), ({ group }) => group)].filter(
      ([, items]) => items.length > 1,
    );
    const fits = (items: readonly ProgrammeLedgerItem[], row: LedgerItem) =>
      same(written(sumOf(items.map(({ amount }) => amount))), row.amount) &&
      (row.lineId === null || row.lineId === items[0]!.lineId) &&
      daysBetween(items[0]!.on, row.on) >= 0 &&
      daysBetween(items.at(-1)!.on, row.on) <= this.dayWindow;
    for (const [, items] of groups) {
      const row = onlyOne(this.free(this.theirs).filter((one) => fits(items, one)));
      if (row && groups.filter(([, others]) => fits(others, row)).length === 1) {
        this.propose('group', items, [row], false);
      }
    }
  }
}

const amountOf = ({ amount }: LedgerItem): string => written(amount);

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** From the surest to the least sure; what one rule took is not there for the next. */
export function proposalsFor(
  ours: readonly ProgrammeLedgerItem[],
  theirs: readonly LedgerItem[],
  { dayWindow }: { readonly dayWindow: number },
): Proposal[] {
  const matching = new Matching(ours, theirs, dayWindow);
  matching.reversals();
  matching.exact('exact');
  matching.exact('late');
  matching.split();
  matching.differs();
  matching.amounts();
  matching.groups();
  return matching.proposals;
}

/** Error of a manual match, or null. */
export function manualMatchError(
  ours: readonly LedgerItem[],
  theirs: readonly LedgerItem[],
  reason: Difference | null,
): 'one_side' | 'says_why' | 'nothing_differs' | null {
  const differs = !toCent(differenceOf(ours, theirs)).isZero();
  if (ours.length + theirs.length < 2) return 'one_side';
  if (differs && Math.min(ours.length, theirs.length) === 0) return 'one_side';
  if (differs && reason === null) return 'says_why';
  return !differs && reason !== null ? 'nothing_differs' : null;
}
