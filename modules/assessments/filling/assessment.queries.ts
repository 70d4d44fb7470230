/** Rows of assessments; answers stay sealed here. What is read of a person is read of all files of theirs. */
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { Audience } from '../definition/conditions.rules';
import type {
  FormKind,
  FormPart,
  Level,
  LocalisedText,
} from '../definition/definition-schema.rules';

export const STATES = ['draft', 'sent', 'finished', 'dropped'] as const;
export type State = (typeof STATES)[number];
export const CORRECTION_REASONS = ['mistake', 'new_facts', 'person_asked'] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

export interface AssessmentRow {
  readonly id: string;
  /** Case in which it was recorded, under whose key it is sealed. */
  readonly caseId: string;
  readonly caseNumber: string;
  /** Continuing case of the person, under which it is listed. */
  readonly personId: string;
  readonly form: string;
  readonly version: number;
  readonly kind: FormKind;
  readonly title: LocalisedText;
  readonly pages: number;
  readonly part: FormPart;
  readonly audience: Audience;
  readonly state: State;
  readonly corrects: string | null;
  readonly correctionReason: CorrectionReason | null;
  /** The finished one that corrects this one. */
  readonly correctedBy: string | null;
  readonly startedById: string;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly writers: string[];
  readonly savedBy: string | null;
  readonly savedAt: Date | null;
  readonly savedPages: number;
  readonly signedById: string | null;
  readonly signedBy: string | null;
  readonly signedAt: Date | null;
  readonly aboutAt: Date | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}

const SELECT = `SELECT a.id, a.case_id AS "caseId", n.case_number AS "caseNumber",
    coalesce(n.merged_into, n.id) AS "personId", a.form_key AS form, a.form_version AS version, f.kind,
    v.definition->'title' AS title, jsonb_array_length(v.definition->'sections') AS pages, a.part, a.audience, a.state,
    a.corrects, a.correction_reason AS "correctionReason",
    (SELECT c.id FROM assessments c WHERE c.corrects = a.id AND c.state = 'finished') AS "correctedBy",
    a.started_by AS "startedById", localized_name(b.name, b.names) AS "startedBy", a.started_at AS "startedAt", a.writers::text[] AS writers, localized_name(w.name, w.names) AS "savedBy", a.saved_at AS "savedAt",
    (SELECT count(DISTINCT s.section)::int FROM assessment_answers s WHERE s.assessment_id = a.id) AS "savedPages",
    a.signed_by AS "signedById", localized_name(g.name, g.names) AS "signedBy", a.signed_at AS "signedAt", a.about_at AS "aboutAt",
    localized_name(p.name, p.names) AS "approvedBy", a.approved_at AS "approvedAt"
  FROM assessments a JOIN cases n ON n.id = a.case_id JOIN forms f ON f.key = a.form_key
  JOIN form_versions v ON v.form_key = a.form_key AND v.version = a.form_version
  JOIN users b ON b.id = a.started_by LEFT JOIN users w ON w.id = a.saved_by
  LEFT JOIN users g ON g.id = a.signed_by LEFT JOIN users p ON p.id = a.approved_by`;

/** Assessments of the parts that the reader's role allows, newest first, without discarded ones. */
export const assessmentsOf = (
  tx: Tx,
  caseId: string,
  parts: readonly string[],
): Promise<AssessmentRow[]> =>
  tx.query<AssessmentRow>(
    `${SELECT} WHERE a.case_id = ANY (${filesIn()}) AND a.state <> 'dropped' AND a.part = ANY ($2)
      ORDER BY coalesce(a.about_at, a.started_at) DESC, a.started_at DESC, a.id`,
    [caseId, parts],
  );

export async function assessmentOf(
  tx: Tx,
  caseId: string,
  id: string,
  parts: readonly string[],
): Promise<AssessmentRow | null> {
  const [row] = await tx.query<AssessmentRow>(
    `${SELECT} WHERE a.case_id = ANY (${filesIn()}) AND a.id = $2 AND a.state <> 'dropped' AND a.part = ANY ($3)`,
    [caseId, id, parts],
  );
  return row ?? null;
}

/** Held until the end of the transaction; null where the actor does not write this part. */
export async function lockAssessment(tx: Tx, id: string): Promise<State | null> {
  const [row] = await tx.query<{ state: State }>(
    'SELECT state FROM assessments WHERE id = $1 FOR UPDATE',
    [id],
  );
  return row?.state ?? null;
}

export interface AnswerRow {
  readonly id: string;
  readonly assessmentId: string;
  readonly section: string;
  readonly revision: number;
  readonly answers: Buffer;
  readonly savedBy: string;
  readonly savedAt: Date;
}

const ANSWERS = `s.id, s.assessment_id AS "assessmentId", s.section, s.revision, s.answers, localized_name(u.name, u.names) AS "savedBy", s.saved_at AS "savedAt"
  FROM assessment_answers s JOIN users u ON u.id = s.saved_by`;

/** Latest revision of each section. */
export const lastAnswersOf = (tx: Tx, ids: readonly string[]): Promise<AnswerRow[]> =>
  tx.query<AnswerRow>(
    `SELECT DISTINCT ON (s.assessment_id, s.section) ${ANSWERS}
      WHERE s.assessment_id = ANY ($1) ORDER BY s.assessment_id, s.section, s.revision DESC`,
    [ids],
  );

/** One save of a section as it was, while it is a draft. */
export async function answersAsOf(
  tx: Tx,
  id: string,
  section: string,
  revision: number,
): Promise<AnswerRow | null> {
  const [row] = await tx.query<AnswerRow>(
    `SELECT ${ANSWERS} WHERE s.assessment_id = $1 AND s.section = $2 AND s.revision = $3`,
    [id, section, revision],
  );
  return row ?? null;
}

export interface StateRow {
  readonly id: string;
  readonly assessmentId: string;
  readonly from: State | null;
  readonly to: State;
  readonly at: Date;
  readonly by: string;
  readonly note: Buffer | null;
}

export const statesOf = (tx: Tx, ids: readonly string[]): Promise<StateRow[]> =>
  tx.query<StateRow>(
    `SELECT s.id, s.assessment_id AS "assessmentId", s.from_state AS "from", s.to_state AS "to", s.at, localized_name(u.name, u.names) AS by, s.note
       FROM assessment_states s JOIN users u ON u.id = s.by WHERE s.assessment_id = ANY ($1) ORDER BY s.at, s.id`,
    [ids],
  );

export const DECISIONS = ['presumed', 'not_presumed', 'more_needed'] as const;
export type Decision = (typeof DECISIONS)[number];

export interface DecisionRow {
  readonly id: string;
  readonly assessmentId: string;
  readonly decision: Decision;
  readonly decidedBy: string;
  readonly at: Date;
  readonly by: string;
  readonly note: Buffer | null;
}

export const decisionsOf = (tx: Tx, ids: readonly string[]): Promise<DecisionRow[]> =>
  tx.query<DecisionRow>(
    `SELECT d.id, d.assessment_id AS "assessmentId", d.decision, d.decided_by AS "decidedBy", d.at, localized_name(u.name, u.names) AS by, d.note
       FROM assessment_decisions d JOIN users u ON u.id = d.by WHERE d.assessment_id = ANY ($1) ORDER BY d.at, d.id`,
    [ids],
  );

export interface ResultRow {
  readonly assessmentId: string;
  readonly caseId: string;
  readonly form: string;
  readonly version: number;
  readonly title: LocalisedText;
  readonly at: Date;
  readonly score: number;
  readonly band: string;
  readonly bandTitle: LocalisedText;
  readonly couldBe: string | null;
  readonly level: Level;
  readonly alert: boolean;
}

/** How high it was each time, the earliest first; what was corrected later does not count. Of all files of the person $1. */
export const RESULTS_OF_PERSON = `SELECT r.assessment_id AS "assessmentId", r.case_id AS "caseId", r.form_key AS form, r.form_version AS version, v.definition->'title' AS title,
       r.at, r.score, r.band, b->'title' AS "bandTitle", r.could_be AS "couldBe", r.level, r.alert
  FROM assessment_results r
  JOIN form_versions v ON v.form_key = r.form_key AND v.version = r.form_version
  CROSS JOIN LATERAL jsonb_path_query_first(v.definition, '$.scoring.bands[*] ? (@.id == $band)', jsonb_build_object('band', r.band)) b
 WHERE r.case_id = ANY (${filesIn()}) AND NOT assessment_was_corrected(r.assessment_id)
 ORDER BY r.at, r.assessment_id`;

/** Which form each of these assessments is. */
export const formTitlesOf = (
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; title: LocalisedText }[]> =>
  tx.query<{ id: string; title: LocalisedText }>(
    `SELECT a.id, v.definition->'title' AS title FROM assessments a
       JOIN form_versions v ON v.form_key = a.form_key AND v.version = a.form_version WHERE a.id = ANY ($1)`,
    [ids],
  );

export const resultsOf = (tx: Tx, caseId: string): Promise<ResultRow[]> =>
  tx.query<ResultRow>(RESULTS_OF_PERSON, [caseId]);
