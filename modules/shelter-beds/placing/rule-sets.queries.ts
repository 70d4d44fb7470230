/** Which version of the rules of placing is in force, and those before it. */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import { RULE_SET, type RuleSet } from './rule-set.rules';

export interface StoredRuleSet {
  readonly version: number;
  readonly definition: unknown;
}

const IN_FORCE = `SELECT r.version FROM rule_sets r WHERE r.state = 'approved' AND r.in_force_from <= mawa_now()
  ORDER BY r.in_force_from DESC, r.version DESC LIMIT 1`;

/** Part of another statement: placing reads the rules with its other facts. */
export const RULES_IN_FORCE = `(SELECT jsonb_build_object('version', v.version, 'definition', v.definition)
          FROM rule_sets v WHERE v.version = (${IN_FORCE}))`;

export const ruleAges = async (tx: Tx): Promise<number[]> =>
  (await tx.query<{ ages: number[] }>('SELECT placing_ages() AS ages'))[0]!.ages;

export interface RuleSetRow {
  readonly version: number;
  readonly state: 'draft' | 'approved' | 'dropped';
  readonly source: string;
  readonly note: string | null;
  readonly revision: number;
  readonly author: string;
  readonly createdAt: Date;
  /** Name is null for the set-up of the programme. */
  readonly writers: readonly { readonly id: string; readonly name: string | null }[];
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly inForceFrom: Date | null;
  readonly inForce: boolean;
  readonly rules: RuleSet;
}

const SELECT = `
  SELECT v.version, v.state, v.source, v.note, v.revision, localized_name(a.name, a.names) AS author, v.created_at AS "createdAt",
         (SELECT jsonb_agg(jsonb_build_object('id', w.id, 'name', CASE WHEN NOT w.system THEN localized_name(w.name, w.names) END) ORDER BY localized_name(w.name, w.names)) FROM users w WHERE w.id = ANY (v.writers)) AS writers,
         CASE WHEN NOT p.system THEN localized_name(p.name, p.names) END AS "approvedBy", v.approved_at AS "approvedAt", v.in_force_from AS "inForceFrom",
         v.version IS NOT DISTINCT FROM (${IN_FORCE}) AS "inForce", v.definition
    FROM rule_sets v JOIN users a ON a.id = v.author_id LEFT JOIN users p ON p.id = v.approved_by`;

type RuleSetRecord = Omit<RuleSetRow, 'rules'> & { readonly definition: unknown };

const rowOf = ({ definition, ...row }: RuleSetRecord): RuleSetRow => ({
  ...row,
  rules: RULE_SET.parse(definition),
});

/** The newest first; dropped drafts are no versions. */
export const ruleSets = async (tx: Tx): Promise<RuleSetRow[]> =>
  (
    await tx.query<RuleSetRecord>(`${SELECT} WHERE v.state <> 'dropped' ORDER BY v.version DESC`)
  ).map(rowOf);

export async function ruleSetOf(tx: Tx, version: number): Promise<RuleSetRow> {
  const [row] = await tx.query<RuleSetRecord>(
    `${SELECT} WHERE v.version = $1 AND v.state <> 'dropped'`,
    [version],
  );
  if (!row) throw notFound();
  return rowOf(row);
}

export const rulesInForce = async (tx: Tx): Promise<RuleSetRow> =>
  rowOf((await tx.query<RuleSetRecord>(`${SELECT} WHERE v.version = (${IN_FORCE})`))[0]!);

/** The draft, held until the end of the transaction where somebody changes it. */
export async function draftOf(tx: Tx, lock = false): Promise<RuleSetRow | null> {
  const [row] = await tx.query<RuleSetRecord>(
    `${SELECT} WHERE v.state = 'draft'${lock ? ' FOR UPDATE OF v' : ''}`,
  );
  return row ? rowOf(row) : null;
}
