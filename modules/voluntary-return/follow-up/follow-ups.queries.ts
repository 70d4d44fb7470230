/** Due follow-ups and attempts of all joined cases of a person, limited by row-level security. */
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type {
  ContactOutcome,
  DANGER_ANSWERS,
  ONWARD_MOVES,
  Outcome,
  RETRAFFICKING_ANSWERS,
  SituationRating,
} from './follow-up.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

export interface FollowUpWindowRow extends FollowUpWindow {
  readonly trackId: string;
  readonly base: CivilDate;
  readonly mode: string;
}

export const followUpWindowsOf = (tx: Tx, caseId: string): Promise<FollowUpWindowRow[]> =>
  tx.query<FollowUpWindowRow>(
    `SELECT track_id AS "trackId", base::text AS base, months, mode, due_on::text AS "dueOn", opens_on::text AS "opensOn",
            closes_on::text AS "closesOn"
       FROM return_due WHERE case_id = ANY (${filesIn()}) ORDER BY months`,
    [caseId],
  );

export interface FollowUpRow {
  readonly id: string;
  readonly caseId: string;
  readonly trackId: string;
  readonly months: number;
  readonly on: CivilDate;
  readonly mode: string;
  readonly outcome: ContactOutcome;
  readonly why: string | null;
  readonly nextOn: CivilDate | null;
  readonly economic: SituationRating | null;
  readonly social: SituationRating | null;
  readonly psychosocial: SituationRating | null;
  readonly supports: readonly string[] | null;
  readonly moved: (typeof ONWARD_MOVES)[number] | null;
  readonly retrafficked: (typeof RETRAFFICKING_ANSWERS)[number] | null;
  readonly inDanger: (typeof DANGER_ANSWERS)[number] | null;
  /** When the form was filled in, where it waited for a connection. */
  readonly keptAt: Date | null;
  readonly note: Buffer | null;
  readonly by: string;
}

export const followUpsOf = (tx: Tx, caseId: string): Promise<FollowUpRow[]> =>
  tx.query<FollowUpRow>(
    `SELECT f.id, f.case_id AS "caseId", f.track_id AS "trackId", f.months, f.tried_on::text AS "on", f.mode, f.outcome, f.why,
            f.next_on::text AS "nextOn", f.economic, f.social, f.psychosocial, f.supports, f.moved, f.retrafficked,
            f.in_danger AS "inDanger", f.kept_at AS "keptAt", f.note, localized_name(u.name, u.names) AS by
       FROM return_follow_ups f JOIN users u ON u.id = f.by WHERE f.case_id = ANY (${filesIn()}) ORDER BY f.place`,
    [caseId],
  );

export interface SatisfactionRow {
  readonly trackId: string;
  readonly on: CivilDate;
  /** 7 to 35; null where one of the seven was not answered. */
  readonly total: number | null;
  readonly answers: Readonly<Record<string, number | null>>;
  readonly by: string;
}

export const satisfactionsOf = (tx: Tx, caseId: string): Promise<SatisfactionRow[]> =>
  tx.query<SatisfactionRow>(
    `SELECT s.track_id AS "trackId", s.given_on::text AS "on", s.total, localized_name(u.name, u.names) AS by,
            jsonb_build_object('repatriation', s.repatriation, 'counselling', s.counselling, 'economic', s.economic,
              'social', s.social, 'community', s.community, 'overall', s.overall, 'expectation', s.expectation) AS answers
       FROM return_satisfactions s JOIN users u ON u.id = s.by WHERE s.case_id = ANY (${filesIn()}) ORDER BY s.place`,
    [caseId],
  );

export interface OutcomeRow {
  readonly id: string;
  readonly caseId: string;
  readonly trackId: string;
  readonly on: CivilDate;
  readonly outcome: Outcome;
  readonly proposed: Outcome;
  readonly note: Buffer | null;
  readonly by: string;
}

/** The last one counts. */
export const outcomesOf = (tx: Tx, caseId: string): Promise<OutcomeRow[]> =>
  tx.query<OutcomeRow>(
    `SELECT o.id, o.case_id AS "caseId", o.track_id AS "trackId", o.decided_on::text AS "on", o.outcome, o.proposed, o.note, localized_name(u.name, u.names) AS by
       FROM return_outcomes o JOIN users u ON u.id = o.by WHERE o.case_id = ANY (${filesIn()}) ORDER BY o.place`,
    [caseId],
  );
