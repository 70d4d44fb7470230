import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Direction, FRAMEWORKS, LEVELS, SPLITS, Unit } from './indicator.rules';

export interface IndicatorRow {
  /** Id of the indicator, the same for all editions. */
  readonly id: string;
  readonly editionId: string;
  readonly edition: number;
  readonly framework: (typeof FRAMEWORKS)[number];
  readonly code: string;
  readonly level: (typeof LEVELS)[number];
  readonly title: Readonly<Record<'fr' | 'ar' | 'en', string>>;
  readonly unit: Unit;
  readonly direction: Direction;
  readonly baseline: string | null;
  readonly baselineOn: CivilDate | null;
  readonly measure: string | null;
  readonly split: readonly (typeof SPLITS)[number][];
  readonly source: string;
  readonly ownerId: string | null;
  readonly owner: string | null;
  readonly verified: boolean;
}
export interface TargetRow {
  readonly id: string;
  readonly indicatorId: string;
  readonly from: CivilDate;
  readonly target: string;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
}
export interface ValueRow {
  readonly id: string;
  readonly indicatorId: string;
  readonly from: CivilDate;
  readonly value: string;
  readonly women: string | null;
  readonly evidence: string;
  readonly by: string;
  readonly byId: string;
  readonly at: Date;
  /** Null: nobody else has looked at it. */
  readonly stands: boolean | null;
  readonly lookedBy: string | null;
}

const plain = (column: string) => `trim_scale(${column})::text`;
/** $1: of this indicator alone. */
const LAST_EDITIONS = `SELECT DISTINCT ON (i.root_id) i.root_id AS id, i.id AS "editionId", i.edition::int, i.framework, i.code, i.level,
    i.title, i.unit, i.direction, ${plain('i.baseline')} AS baseline, i.baseline_on::text AS "baselineOn", i.measure, i.split, i.source,
    i.owner_id AS "ownerId", localized_name(o.name, o.names) AS owner, i.verified
  FROM indicators i LEFT JOIN organisations o ON o.id = i.owner_id
 WHERE $1::uuid IS NULL OR i.root_id = $1 ORDER BY i.root_id, i.edition DESC`;
const IN_ORDER = `array_position(ARRAY['goal', 'outcome', 'output'], level), framework, code`;

export interface InQuarterRow extends IndicatorRow {
  readonly target: string | null;
  /** Latest value counted by hand that a second person accepted. */
  readonly counted: string | null;
  readonly women: string | null;
}

/** In their last editions, with what was aimed at and counted by hand in a quarter. */
export const indicatorsOfQuarter = (tx: Tx, from: CivilDate): Promise<InQuarterRow[]> =>
  tx.query<InQuarterRow>(
    `SELECT last.*, t.target, v.value AS counted, v.women FROM (${LAST_EDITIONS}) last
       LEFT JOIN LATERAL (SELECT ${plain('t.target')} AS target FROM indicator_targets t
         WHERE t.root_id = last.id AND t.from_day = $2 ORDER BY t.place DESC LIMIT 1) t ON true
       LEFT JOIN LATERAL (SELECT ${plain('v.value')} AS value, ${plain('v.women')} AS women FROM indicator_values v
         JOIN indicator_value_reviews l ON l.value_id = v.id AND l.stands
         WHERE v.root_id = last.id AND v.from_day = $2 ORDER BY v.place DESC LIMIT 1) v ON true
      ORDER BY ${IN_ORDER}`,
    [null, from],
  );

/** In their last editions. */
export const indicatorsIn = (tx: Tx, id: string | null = null): Promise<IndicatorRow[]> =>
  tx.query<IndicatorRow>(`SELECT * FROM (${LAST_EDITIONS}) last ORDER BY ${IN_ORDER}`, [id]);

export const targetsIn = (tx: Tx, id: string): Promise<TargetRow[]> =>
  tx.query<TargetRow>(
    `SELECT t.id, t.root_id AS "indicatorId", t.from_day::text AS "from", ${plain('t.target')} AS target, t.reason, localized_name(u.name, u.names) AS by, t.at
       FROM indicator_targets t JOIN users u ON u.id = t.by
      WHERE t.root_id = $1 ORDER BY t.place`,
    [id],
  );

export const valuesIn = (tx: Tx, id: string): Promise<ValueRow[]> =>
  tx.query<ValueRow>(
    `SELECT v.id, v.root_id AS "indicatorId", v.from_day::text AS "from", ${plain('v.value')} AS value, ${plain('v.women')} AS women,
            v.evidence, localized_name(u.name, u.names) AS by, v.by AS "byId", v.at, l.stands, localized_name(w.name, w.names) AS "lookedBy"
       FROM indicator_values v JOIN users u ON u.id = v.by
       LEFT JOIN indicator_value_reviews l ON l.value_id = v.id LEFT JOIN users w ON w.id = l.by
      WHERE v.root_id = $1 ORDER BY v.place`,
    [id],
  );

export interface EditionRow {
  readonly edition: number;
  readonly title: IndicatorRow['title'];
  readonly measure: string | null;
  readonly direction: Direction;
  readonly source: string;
  /** Null: delivered with the programme. */
  readonly by: string | null;
  readonly at: Date;
}

/** The last first: every figure, of quarters before it too, is by the last. */
export const editionsIn = (tx: Tx, id: string): Promise<EditionRow[]> =>
  tx.query<EditionRow>(
    `SELECT i.edition::int, i.title, i.measure, i.direction, i.source, localized_name(u.name, u.names) AS by, i.at
       FROM indicators i LEFT JOIN users u ON u.id = i.by WHERE i.root_id = $1 ORDER BY i.edition DESC`,
    [id],
  );
