/** Costs of help, from the entries of the ledger and their sources. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { Period } from '../platform/shared/periods.rules';

/** One kind of help; where nobody is behind the cost, the kind of its source ("invoice"). */
export interface CostOfKind {
  /** 'bed-night', a kind of service, or a kind of source of the ledger. */
  readonly kind: string;
  /** A night or a service of somebody; else it is shared by all. */
  readonly traced: boolean;
  /** Nights, days of training, or units of the service; what was taken back is taken off. */
  readonly quantity: string;
  readonly people: number;
  /** Spent and unfunded, in the currency of the grant. */
  readonly amount: string;
  readonly inCurrencies: readonly CostInCurrency[];
}

export interface CostInCurrency {
  readonly currency: string;
  readonly quantity: string;
  readonly amount: string;
  /** Part of the quantity that has an expected cost in this currency on its day, and that expected cost. */
  readonly expectedQuantity: string;
  readonly expected: string;
  readonly actual: string;
}

export interface CostFigures {
  readonly kinds: readonly CostOfKind[];
  readonly stages: readonly {
    readonly stage: string;
    readonly people: number;
    readonly amount: string;
  }[];
  readonly outcomes: readonly {
    readonly outcomeCode: string;
    readonly people: number;
    /** Costs that can be attributed to a person, and the rest. */
    readonly traced: string;
    readonly shared: string;
  }[];
  /** A person's whole traced cost. The quarters are costs that somebody has; null while nobody has any. */
  readonly person: {
    readonly people: number;
    readonly traced: string;
    readonly quarters: readonly [string, string, string] | null;
  };
  /**
   * People with costs in the period whose outcome after return or reintegration is known by its end: number, number
   * with a sustained outcome, and total cost in the period.
   */
  readonly reintegration: {
    readonly ended: number;
    readonly sustained: number;
    readonly traced: string;
  };
}

/**
 * $1 grant, $2 from, $3 until. A fact is a row: what was booked for one night, one service, one day of training
 * or one instalment of a plan, or taken back; of what several lines share, each has its part. A night's source begins with its stay; a correction is a night that
 * was due again; a day of training and the fee of a recognition are the ids of their rows; an instalment is an
 * invoice of the commitment that its plan asked for.
 */
const FACTS = `
  facts AS MATERIALIZED (
    SELECT coalesce(s.type_code, CASE WHEN k.booking_id IS NOT NULL THEN 'bed-night' WHEN p.case_id IS NOT NULL THEN 'instalment' END,
             b.source_kind) AS kind,
           coalesce(m.person_id, c.case_id) AS person, c.case_id, b.line_id,
           b.share * b.sign * CASE WHEN coalesce(k.case_id, p.case_id, d.case_id, r.case_id) IS NOT NULL THEN 1 ELSE coalesce(s.quantity, 0) END AS quantity,
           b.fact_on, b.amount, b.original, b.currency
      FROM (SELECT f.source_kind, f.source_id, f.commitment_id, f.fact_on, f.share, CASE WHEN t.reverses IS NULL THEN 1 ELSE -1 END AS sign,
                   a.line_id, e.original_currency AS currency, sum(e.amount) AS amount, sum(e.original_amount) AS original
              FROM ledger_transactions t
              JOIN ledger_transactions f ON f.id = coalesce(t.reverses, t.id)
              JOIN ledger_entries e ON e.transaction_id = t.id
              JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
             WHERE t.grant_id = $1 AND t.booked_on >= $2 AND t.booked_on < $3
             GROUP BY t.id, f.id, a.line_id, e.original_currency) b
      LEFT JOIN services s ON s.id = CASE WHEN b.source_kind = 'service' THEN left(b.source_id, 36)::uuid END
      LEFT JOIN booking_people k ON k.booking_id =
             CASE WHEN b.source_kind IN ('bed-night', 'correction') AND b.source_id ~ '^[0-9a-f-]{36}/' THEN left(b.source_id, 36)::uuid END
      LEFT JOIN training_allowances d ON d.id = CASE WHEN b.source_kind = 'training' THEN b.source_id::uuid END
      LEFT JOIN recognition_fees r ON r.id = CASE WHEN b.source_kind = 'recognition' THEN b.source_id::uuid END
      LEFT JOIN return_plan_requests p ON p.commitment_id = b.commitment_id
      CROSS JOIN LATERAL (SELECT coalesce(s.case_id, k.case_id, d.case_id, r.case_id, p.case_id) AS case_id) c
      LEFT JOIN mawa_merged($3::date) m ON m.case_id = c.case_id)`;

/** The facts are read once, however many figures are made of them; amounts are text, as everywhere. */
const FIGURES = `
  WITH ${FACTS}, standards AS (
    SELECT kind, currency, amount, valid_from,
           lead(valid_from, 1, 'infinity') OVER (PARTITION BY kind, currency ORDER BY valid_from) AS valid_until FROM unit_costs),
  kinds AS (
    SELECT f.kind, bool_or(f.person IS NOT NULL) AS traced, f.currency, trim_scale(sum(f.quantity))::text AS quantity,
           count(DISTINCT f.person)::int AS people, sum(f.amount)::text AS amount, sum(f.original)::text AS original,
           trim_scale(coalesce(sum(f.quantity) FILTER (WHERE s.kind IS NOT NULL), 0))::text AS "expectedQuantity",
           round(coalesce(sum(f.quantity * s.amount), 0), 2)::text AS expected,
           coalesce(sum(f.original) FILTER (WHERE s.kind IS NOT NULL), 0.00)::text AS actual
      FROM facts f
      LEFT JOIN standards s ON s.kind = f.kind AND s.currency = f.currency AND f.fact_on >= s.valid_from AND f.fact_on < s.valid_until
     GROUP BY GROUPING SETS ((f.kind), (f.kind, f.currency))
     ORDER BY bool_or(f.person IS NOT NULL) DESC, f.kind, f.currency NULLS FIRST),
  ways AS (
    SELECT case_id, to_stage, CASE WHEN lag(at) OVER way IS NULL THEN '-infinity' ELSE mawa_day(at) END AS since,
           lead(mawa_day(at), 1, 'infinity') OVER way AS until
      FROM stage_changes WINDOW way AS (PARTITION BY case_id ORDER BY at)),
  stages AS (
    SELECT coalesce(w.to_stage, 'detected') AS stage, count(DISTINCT f.person)::int AS people, sum(f.amount)::text AS amount
      FROM facts f LEFT JOIN ways w ON w.case_id = f.case_id AND f.fact_on >= w.since AND f.fact_on < w.until
     WHERE f.person IS NOT NULL GROUP BY 1),
  outcomes AS (
    SELECT l.outcome_code AS "outcomeCode", count(DISTINCT f.person)::int AS people,
           coalesce(sum(f.amount) FILTER (WHERE f.person IS NOT NULL), 0.00)::text AS traced,
           coalesce(sum(f.amount) FILTER (WHERE f.person IS NULL), 0.00)::text AS shared
      FROM facts f JOIN budget_lines l ON l.id = f.line_id GROUP BY 1 ORDER BY 1),
  decided AS (
    SELECT DISTINCT ON (coalesce(m.person_id, o.case_id)) coalesce(m.person_id, o.case_id) AS person, o.outcome
      FROM return_outcomes o LEFT JOIN mawa_merged($3::date) m ON m.case_id = o.case_id
     WHERE o.decided_on < $3 ORDER BY coalesce(m.person_id, o.case_id), o.place DESC),
  each AS (SELECT person, sum(amount) AS amount FROM facts WHERE person IS NOT NULL GROUP BY 1)
  SELECT (SELECT coalesce(json_agg(k), '[]') FROM kinds k) AS kinds,
         (SELECT coalesce(json_agg(s), '[]') FROM stages s) AS stages,
         (SELECT coalesce(json_agg(o), '[]') FROM outcomes o) AS outcomes,
         (SELECT json_build_object('people', count(*) FILTER (WHERE amount <> 0), 'traced', coalesce(sum(amount), 0.00)::text,
            'quarters', percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY amount) FILTER (WHERE amount <> 0)::text[])
            FROM each) AS person,
         (SELECT json_build_object('ended', count(*), 'sustained', count(*) FILTER (WHERE l.outcome = 'sustained'),
            'traced', coalesce(sum(e.amount), 0.00)::text) FROM decided l JOIN each e ON e.person = l.person AND e.amount <> 0) AS reintegration`;

type KindRow = CostInCurrency &
  Pick<CostOfKind, 'kind' | 'traced' | 'quantity' | 'people' | 'amount'> & {
    readonly currency: string | null;
    readonly original: string;
  };

/** Cost figures of a grant and period, read as `mawa_figures`. Callers apply disclosure control to the counts. */
export async function costFigures(
  tx: Tx,
  grantId: string,
  { from, until }: Period,
): Promise<CostFigures> {
  const [found] = await asFigures(tx, () =>
    tx.query<Omit<CostFigures, 'kinds'> & { kinds: KindRow[] }>(FIGURES, [grantId, from, until]),
  );
  return { ...found!, kinds: kindsOf(found!.kinds) };
}

const kindsOf = (rows: readonly KindRow[]): CostOfKind[] =>
  rows
    .filter(({ currency }) => currency === null)
    .map(({ kind, traced, quantity, people, amount }) => ({
      kind,
      traced,
      quantity,
      people,
      amount,
      inCurrencies: rows
        .filter((row) => row.kind === kind && row.currency !== null)
        .map(({ currency, quantity, original, expectedQuantity, expected, actual }) => ({
          currency: currency!,
          quantity,
          amount: original,
          expectedQuantity,
          expected,
          actual,
        })),
    }));
