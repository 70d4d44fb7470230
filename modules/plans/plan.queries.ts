/** Rows of plans; texts stay sealed here. */
import { filesIn } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type {
  AgreementMode,
  AgreementDecision,
  Dimension,
  PlanState,
  ProgressState,
  StepActor,
} from './plan.rules';

export interface PlanRow {
  readonly id: string;
  readonly caseId: string;
  readonly version: number;
  readonly state: PlanState;
  readonly revision: number;
  readonly basedOn: string | null;
  readonly author: string;
  readonly createdAt: Date;
  readonly wishes: Buffer | null;
  readonly agreement: AgreementDecision | null;
  readonly agreedOn: CivilDate | null;
  readonly agreedHow: AgreementMode | null;
  readonly agreedLanguage: string | null;
  readonly sentBy: string | null;
  readonly sentAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Ids of all who changed it and, while it waits for a decision, of who sent it. */
  readonly writers: string[];
}

/** All versions of a person's plan, the newest first; dropped drafts are no versions. */
export const plansOf = (tx: Tx, caseId: string): Promise<PlanRow[]> =>
  tx.query<PlanRow>(
    `SELECT p.id, p.case_id AS "caseId", p.version, p.state, p.revision, p.based_on AS "basedOn", localized_name(a.name, a.names) AS author,
            p.created_at AS "createdAt", p.wishes, p.agreement, p.agreed_on::text AS "agreedOn",
            p.agreed_how AS "agreedHow", p.agreed_language AS "agreedLanguage", localized_name(s.name, s.names) AS "sentBy",
            p.sent_at AS "sentAt", localized_name(d.name, d.names) AS "decidedBy", p.decided_at AS "decidedAt",
            ARRAY(SELECT w.user_id::text FROM plan_writers w WHERE w.plan_id = p.id
                  UNION SELECT p.sent_by::text WHERE p.state = 'sent') AS writers
       FROM plans p JOIN users a ON a.id = p.author_id LEFT JOIN users s ON s.id = p.sent_by
       LEFT JOIN users d ON d.id = p.decided_by
      WHERE p.case_id = $1 AND p.state <> 'dropped' ORDER BY p.version DESC`,
    [caseId],
  );

/** Whether the plan of the person $1, in force or being written, has a goal of safety: that is the safety plan. */
export const HAS_SAFETY_PLAN = `EXISTS (SELECT 1 FROM plan_goals g JOIN plans p ON p.id = g.plan_id
  WHERE p.case_id = ANY (${filesIn()}) AND p.state IN ('draft', 'sent', 'approved') AND g.dimension = 'safety')`;

export interface GoalRow {
  readonly id: string;
  readonly planId: string;
  readonly key: string;
  readonly dimension: Dimension;
  readonly title: Buffer;
}
export interface StepRow {
  readonly id: string;
  readonly planId: string;
  readonly goalKey: string;
  readonly key: string;
  readonly who: StepActor;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly dueOn: CivilDate | null;
  readonly what: Buffer;
}

export const goalsOf = (tx: Tx, planIds: readonly string[]): Promise<GoalRow[]> =>
  tx.query<GoalRow>(
    `SELECT id, plan_id AS "planId", key, dimension, title FROM plan_goals
      WHERE plan_id = ANY ($1) ORDER BY position`,
    [planIds],
  );

export const stepsOf = (tx: Tx, planIds: readonly string[]): Promise<StepRow[]> =>
  tx.query<StepRow>(
    `SELECT s.id, s.plan_id AS "planId", s.goal_key AS "goalKey", s.key, s.who, s.user_id AS "userId",
            localized_name(u.name, u.names) AS "userName", s.due_on::text AS "dueOn", s.what
       FROM plan_steps s LEFT JOIN users u ON u.id = s.user_id
      WHERE s.plan_id = ANY ($1) ORDER BY s.position`,
    [planIds],
  );

export interface ProgressRow {
  readonly id: string;
  readonly key: string;
  readonly state: ProgressState;
  readonly at: Date;
  readonly by: string;
  readonly note: Buffer | null;
}

/** How each goal and step goes now. */
export const progressOf = (tx: Tx, caseId: string): Promise<ProgressRow[]> =>
  tx.query<ProgressRow>(
    `SELECT DISTINCT ON (p.key) p.id, p.key, p.state, p.at, localized_name(u.name, u.names) AS by, p.note
       FROM plan_progress p JOIN users u ON u.id = p.by
      WHERE p.case_id = $1 ORDER BY p.key, p.at DESC, p.id`,
    [caseId],
  );

export interface PlanStateRow {
  readonly id: string;
  readonly planId: string;
  readonly version: number;
  readonly fromState: PlanState | null;
  readonly toState: PlanState;
  readonly at: Date;
  readonly by: string;
  readonly note: Buffer | null;
}

export const planStatesOf = (tx: Tx, caseId: string): Promise<PlanStateRow[]> =>
  tx.query<PlanStateRow>(
    `SELECT h.id, h.plan_id AS "planId", p.version, h.from_state AS "fromState", h.to_state AS "toState", h.at,
            localized_name(u.name, u.names) AS by, h.note
       FROM plan_states h JOIN plans p ON p.id = h.plan_id JOIN users u ON u.id = h.by
      WHERE h.case_id = $1 ORDER BY h.at, p.version`,
    [caseId],
  );

/** Supervisors who could approve; whether they see the file is asked apart. */
export const supervisors = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.query(
    `SELECT u.id, localized_name(u.name, u.names) AS name FROM users u
      WHERE u.active AND NOT u.system AND NOT u.service AND EXISTS (SELECT 1 FROM current_roles r WHERE r.user_id = u.id
              AND r.role = 'case_supervisor' AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
      ORDER BY localized_name(u.name, u.names), u.id`,
  );
