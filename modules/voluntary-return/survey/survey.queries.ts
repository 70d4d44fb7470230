/** The questions and weights in force, and the surveys of a person. */
import { filesIn } from '../../beneficiaries';
import type { SurveyAnswer, SurveyQuestion } from '../../../migrations/data/survey';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Bands, Dimension } from './survey.rules';

export interface Weighting {
  readonly version: number;
  readonly questions: number;
  readonly standing: 'equal' | 'loaded';
  readonly source: string;
  readonly holdsFrom: CivilDate;
}
export interface EditionQuestion extends Omit<SurveyQuestion, 'answers'> {
  readonly answers: readonly SurveyAnswer[];
  /** Decimal text; null where the answer is recorded without a score. */
  readonly own: string | null;
  readonly composite: string | null;
}
export interface Edition extends Weighting {
  readonly asked: readonly EditionQuestion[];
}

const WEIGHTING = `w.version, w.questions, w.standing, w.source, w.holds_from::text AS "holdsFrom"`;

/** Latest approved weights in force, with their questions. */
export async function findEditionInForce(tx: Tx): Promise<Edition> {
  const [weighting] = await tx.query<Weighting>(
    `SELECT ${WEIGHTING} FROM survey_weightings w WHERE w.approved_at IS NOT NULL AND w.holds_from <= $1
      ORDER BY w.holds_from DESC, w.version DESC LIMIT 1`,
    [tx.today],
  );
  return { ...weighting!, asked: await editionQuestionsOf(tx, weighting!) };
}

export const editionQuestionsOf = (
  tx: Tx,
  { version, questions }: Pick<Weighting, 'version' | 'questions'>,
): Promise<EditionQuestion[]> =>
  tx.query<EditionQuestion>(
    `SELECT q.code, q.dimension, q.scored, q.fr, q.ar, q.en, q.answers, w.own::text AS own, w.composite::text AS composite
       FROM survey_questions q LEFT JOIN survey_weights w ON w.weighting = $1 AND w.code = q.code
      WHERE q.version = $2 ORDER BY q.place`,
    [version, questions],
  );

export interface ScoredSurvey extends Readonly<Record<Dimension | 'composite', string | null>> {
  readonly id: string;
  readonly trackId: string;
  readonly on: CivilDate;
  readonly mode: string;
  readonly answered: number;
  readonly scored: number;
  readonly weighting: number;
  readonly standing: 'equal' | 'loaded';
  readonly by: string;
}

export const surveysOf = (tx: Tx, caseId: string): Promise<ScoredSurvey[]> =>
  tx.query<ScoredSurvey>(
    `SELECT s.id, s.track_id AS "trackId", s.held_on::text AS "on", s.mode, s.answered, s.weighting, w.standing, localized_name(u.name, u.names) AS by,
            s.composite::text AS composite, s.economic::text AS economic, s.social::text AS social, s.psychosocial::text AS psychosocial,
            (SELECT count(*)::int FROM survey_weights k WHERE k.weighting = s.weighting) AS scored
       FROM return_surveys s JOIN survey_weightings w ON w.version = s.weighting JOIN users u ON u.id = s.by
      WHERE s.case_id = ANY (${filesIn()}) ORDER BY s.held_on, s.place`,
    [caseId],
  );

/** Those of a day: scores of a past year are read by the bands of its last day. */
export async function loadBands(
  tx: Tx,
  on: CivilDate = tx.today,
): Promise<Bands & { readonly sufficient: number }> {
  const [row] = await tx.query<{ high: number; low: number; sufficient: number }>(
    `SELECT mawa_setting_on('survey_high_need_until', $1) AS high, mawa_setting_on('survey_low_need_above', $1) AS low,
            mawa_setting_on('survey_sufficient_from', $1) AS sufficient`,
    [on],
  );
  return row!;
}
