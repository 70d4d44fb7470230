/** The Federal Financial Report (SF-425): its lines and their formulas, cumulative from the start of the award. */
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { convert, sumOf, written, type Amount } from '../money.rules';
import { type Reconciliation, reconciliationOf } from './reconciled-lines.rules';

export const REPORT_TYPES = ['quarterly', 'semi_annual', 'annual', 'final'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];
export const BASES = ['cash', 'accrual'] as const;
export type Basis = (typeof BASES)[number];

/** All amounts in the currency of the award, from its first day to the end of the reporting period. */
export interface Sf425Facts {
  readonly authorised: Amount;
  readonly received: Amount;
  /** Paid out: facts, payments and what partners were advanced, less what was paid back and what no line held. */
  readonly paidOut: Amount;
  /** Lost to exchange rates between an invoice and its payment; gained below zero. */
  readonly exchange: Amount;
  /** Invoiced or claimed, and not paid yet. */
  readonly owed: Amount;
  /** What the lines have spent. */
  readonly spent: Amount;
  /** Promised by choice and not yet invoiced. */
  readonly promised: Amount;
  /** What of `promised` partners already hold as an advance: paid out, and so spent on a cash basis. */
  readonly promisedAndAdvanced: Amount;
  /** The agent's fee, a rate on what was received. */
  readonly fee: Amount;
  /** What the recipient itself must bring, and has. */
  readonly recipientRequired: Amount;
  readonly recipientSpent: Amount;
  readonly incomeEarned: Amount;
  readonly incomeDeducted: Amount;
  readonly incomeAdded: Amount;
  /** Agencies' support costs: a rate on what their lines spend. */
  readonly indirect: readonly IndirectFacts[];
}

export interface IndirectFacts {
  readonly organisationCode: string;
  readonly rate: string;
  readonly base: Amount;
  /** What its lines have promised and not spent: support costs on it stand in no line of the form. */
  readonly promised?: Amount;
}

export interface IndirectRow extends Omit<IndirectFacts, 'promised'> {
  readonly base: string;
  readonly charged: string;
  readonly federal: string;
}

export const LETTERS = [
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'g',
  'h',
  'i',
  'j',
  'k',
  'l',
  'm',
  'n',
  'o',
] as const;
export type Letter = (typeof LETTERS)[number];

/** What a line is made of, where it is made of others: the same text as on the form. */
export const FORMULAS: Partial<Record<Letter, readonly [sign: 1 | -1, letter: Letter][]>> = {
  c: [
    [1, 'a'],
    [-1, 'b'],
  ],
  g: [
    [1, 'e'],
    [1, 'f'],
  ],
  h: [
    [1, 'd'],
    [-1, 'g'],
  ],
  k: [
    [1, 'i'],
    [-1, 'j'],
  ],
  o: [
    [1, 'l'],
    [-1, 'm'],
    [-1, 'n'],
  ],
};

export interface Sf425 {
  readonly lines: Readonly<Record<Letter, string>>;
  readonly indirect: readonly IndirectRow[];
  readonly indirectTotal: {
    readonly base: string;
    readonly charged: string;
    readonly federal: string;
  };
  /** From the totals by object class to lines e and f; reports frozen by an earlier edition have none. */
  readonly reconciliation?: Reconciliation;
}

/**
 * Cash basis reports as spent what was paid out, accrual what was invoiced or happened. Income that was
 * spent under the deduction alternative lowers the federal share; under the addition it stands beside it.
 */
export function sf425Of(facts: Sf425Facts, basis: Basis): Sf425 {
  const indirect = facts.indirect.map(({ organisationCode, rate, base }) => {
    const charged = written(convert(base, rate));
    return { organisationCode, rate, base: written(base), charged, federal: charged };
  });
  const column = (key: 'base' | 'charged' | 'federal') =>
    written(sumOf(indirect.map((row) => row[key])));
  const indirectTotal = {
    base: column('base'),
    charged: column('charged'),
    federal: column('federal'),
  };
  const overhead = [indirectTotal.charged, facts.fee];
  const paid = sumOf([facts.paidOut, ...overhead]);
  const direct =
    basis === 'cash' ? sumOf([facts.paidOut]).minus(written(facts.exchange)) : facts.spent;
  // On a cash basis what was invoiced and is not paid is an obligation still; what was advanced is in 10e already.
  const unliquidated =
    basis === 'cash'
      ? sumOf([facts.promised, facts.owed]).minus(facts.promisedAndAdvanced)
      : facts.promised;
  const given = {
    a: facts.received,
    b: paid,
    d: facts.authorised,
    e: sumOf([direct, ...overhead]).minus(written(facts.incomeDeducted)),
    f: unliquidated,
    i: facts.recipientRequired,
    j: facts.recipientSpent,
    l: facts.incomeEarned,
    m: facts.incomeDeducted,
    n: facts.incomeAdded,
  };
  const lines: Partial<Record<Letter, string>> = {};
  for (const letter of LETTERS) {
    const formula = FORMULAS[letter] ?? [];
    // A sum stands below what it is made of.
    const parts = formula.map(([sign, of]) => sumOf([lines[of]!]).times(sign));
    lines[letter] = written(letter in given ? given[letter as keyof typeof given] : sumOf(parts));
  }
  const reconciliation = reconciliationOf({
    spent: facts.spent,
    support: indirectTotal.charged,
    promised: facts.promised,
    supportOnPromises: sumOf(
      facts.indirect.map(({ promised = '0', rate }) => convert(promised, rate)),
    ),
    fee: facts.fee,
    incomeDeducted: facts.incomeDeducted,
    owed: facts.owed,
    paidAhead: sumOf([direct]).minus(written(facts.spent)),
    promisedAndAdvanced: facts.promisedAndAdvanced,
    isCash: basis === 'cash',
  });
  return { lines: lines as Record<Letter, string>, indirect, indirectTotal, reconciliation };
}

/** The last day of the months that a report of this type may end with. */
const PERIOD_END_DAYS: Readonly<Record<Exclude<ReportType, 'final'>, readonly string[]>> = {
  quarterly: ['03-31', '06-30', '09-30', '12-31'],
  semi_annual: ['06-30', '12-31'],
  annual: ['12-31'],
};

/** Whether a report of this type may end on this day; a final one ends with the award. */
export const isPeriodEnd = (type: ReportType, endsOn: CivilDate, grantEndsOn: CivilDate): boolean =>
  type === 'final' ? endsOn === grantEndsOn : PERIOD_END_DAYS[type].includes(endsOn.slice(5));

export const reportDueOn = (endsOn: CivilDate, days: number): CivilDate => addDays(endsOn, days);

/** Ends of reporting periods from the first one of the award up to `today`, the last first. */
export function periodEnds(
  type: Exclude<ReportType, 'final'>,
  from: CivilDate,
  today: CivilDate,
): CivilDate[] {
  const ends: CivilDate[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(today.slice(0, 4)); year += 1)
    for (const day of PERIOD_END_DAYS[type]) ends.push(`${year}-${day}`);
  return ends.filter((day) => day >= from && day < today).reverse();
}
