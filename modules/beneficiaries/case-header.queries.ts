import { CASE_PARTS, maySeePart, type CasePart } from '../access';
import type { Tx } from '../platform/database/transactions';
import { filesIn } from './person-files.queries';
import type { Stage } from './stage.rules';

export interface CaseHeaderRow {
  readonly caseNumber: string;
  readonly stage: Stage;
  readonly mayCall: boolean | null;
  /** Parts of the case that the actor may read, by access and role. */
  readonly parts: readonly CasePart[];
  /** Open to named people alone. */
  readonly restricted: boolean;
  readonly apartFromNetwork: boolean;
  /** Case numbers of people kept apart from this person. */
  readonly keptApart: readonly string[];
  /** Names of the colleagues who answer for the file. */
  readonly officers: readonly string[];
}

/** Header of a case in one statement; null if the reader may not see the case. */
export async function caseHeaderOf(tx: Tx, caseId: string): Promise<CaseHeaderRow | null> {
  const [row] = await tx.query<CaseHeaderRow>(
    `SELECT c.case_number AS "caseNumber", c.stage, c.may_call AS "mayCall",
            ARRAY(SELECT DISTINCT p FROM case_access a CROSS JOIN unnest(a.parts) AS p
              WHERE a.case_id = $1 AND a.from_at <= mawa_now()
                AND (a.until_at IS NULL OR a.until_at > mawa_now())) AS parts,
            EXISTS (SELECT 1 FROM case_restrictions WHERE case_id = ANY (${filesIn()}) AND lifted_at IS NULL) AS restricted,
            EXISTS (SELECT 1 FROM network_apart WHERE case_id = ANY (${filesIn()}) AND ended_at IS NULL) AS "apartFromNetwork",
            ARRAY(SELECT o.case_number FROM keep_apart k CROSS JOIN (SELECT ${filesIn()} AS ids) f
              JOIN cases o ON o.id = CASE WHEN k.case_id = ANY (f.ids) THEN k.from_case_id ELSE k.case_id END
             WHERE (k.case_id = ANY (f.ids) OR k.from_case_id = ANY (f.ids)) AND k.ended_at IS NULL
             ORDER BY o.case_number) AS "keptApart",
            case_officers($1) AS officers
       FROM cases c WHERE c.id = $1`,
    [caseId],
  );
  if (!row) return null;
  const parts = CASE_PARTS.filter((part) => row.parts.includes(part) && maySeePart(tx.actor, part));
  const story = parts.includes('story');
  return {
    ...row,
    parts,
    apartFromNetwork: story && row.apartFromNetwork,
    keptApart: story ? row.keptApart : [],
  };
}
