/**
 * Figures of modules including past records, or of past records only. For figures without imported counterparts (beds
 * in service, days to an answer, places and costs of trainings) the module's own figure is used; for past records only
 * they are null or zero, and readers are told.
 */
import { serviceFigures, type ServiceFigures, SERVICES_GIVEN } from '../../assistance-services';
import { PAST_REFERRALS, PAST_REFERRALS_COMPLETED } from '../../past-records';
import { asFigures, type Tx } from '../../platform/database/transactions';
import { chosenRows, type PastChoice } from '../../platform/shared/past-choice.rules';
import type { Period } from '../../platform/shared/periods.rules';
import { referralFigures, type ReferralFigures, REFERRALS_SENT } from '../../referrals';
import { bedFigures, PAST_NIGHTS } from '../../shelter-beds';
import {
  CERTIFIED,
  COMPLETED,
  DROPPED_OUT,
  ENROLLED,
  trainingFigures,
  type TrainingFigures,
} from '../../vocational-training';
import type { FactSource } from '../../platform/shared/fact-source.types';
import { FOLLOW_UPS } from './follow-ups.facts';
import { factsWithPast } from './past-facts.data';

type BedFigures = Awaited<ReturnType<typeof bedFigures>>;

/** Bed-nights slept; beds in service are those of Mawa, or none where what was brought in is counted alone. */
export async function bedFiguresWithPast(
  tx: Tx,
  period: Period,
  past: PastChoice,
): Promise<BedFigures> {
  const here = await bedFigures(tx, period);
  if (past === 'without') return here;
  const nights = await asFigures(tx, () =>
    tx.query<{ house: string | null; month: string | null; nights: number }>(
      `SELECT house, month, count(DISTINCT unit)::int AS nights
         FROM (SELECT unit, house, to_char(day, 'YYYY-MM') AS month FROM (${PAST_NIGHTS}) f) n
        GROUP BY GROUPING SETS ((house), (month), ())`,
      [period.from, period.until],
    ),
  );
  const pastOf = (house: string | null, month: string | null): number =>
    nights.find((row) => row.house === house && row.month === month)?.nights ?? 0;
  const chosen = <T extends { readonly used: number; readonly available: number }>(
    row: T,
    brought: number,
  ): T => ({
    ...row,
    used: (past === 'with' ? row.used : 0) + brought,
    available: past === 'with' ? row.available : 0,
  });
  return {
    shelters: here.shelters.map((one) => chosen(one, pastOf(one.shelterId, null))),
    months: here.months.map((one) => chosen(one, pastOf(null, one.month))),
    total: chosen(here.total, pastOf(null, null)),
  };
}

export type ServiceCounts = Omit<ServiceFigures['byType'][number], 'quantity'>;

/** Services by type; quantities are in units that files of before do not always have, and are left out. */
export async function serviceFiguresWithPast(
  tx: Tx,
  period: Period,
  past: PastChoice,
): Promise<{ readonly byType: readonly ServiceCounts[] }> {
  if (past === 'without') return serviceFigures(tx, period);
  const byType = await asFigures(tx, () =>
    tx.query<ServiceCounts>(
      `SELECT t.code AS "typeCode", t.category, t.name, count(DISTINCT f.unit)::int AS services,
              count(DISTINCT f.person)::int AS people
         FROM (${factsWithPast(SERVICES_GIVEN, past)}) f JOIN service_types t ON t.code = f.service_type
        GROUP BY t.code ORDER BY t.category, t.code`,
      [period.from, period.until],
    ),
  );
  return { byType };
}

/** Referrals; of those brought in the answer is not always known. */
export interface ReferralFiguresWithPast extends Omit<ReferralFigures, 'byPartnerType'> {
  readonly answerNotKnown?: number;
}

export async function referralFiguresWithPast(
  tx: Tx,
  period: Period,
  past: PastChoice,
): Promise<ReferralFiguresWithPast> {
  const here = await referralFigures(tx, period);
  if (past === 'without') return here;
  const [brought] = await asFigures(tx, () =>
    tx.query<
      Pick<ReferralFigures, 'sent' | 'accepted' | 'declined' | 'completed' | 'people'> & {
        answerNotKnown: number;
      }
    >(
      `SELECT count(*)::int AS sent,
              count(*) FILTER (WHERE referral_answer = 'accepted')::int AS accepted,
              count(*) FILTER (WHERE referral_answer = 'declined')::int AS declined,
              count(*) FILTER (WHERE referral_answer IS NULL)::int AS "answerNotKnown",
              (SELECT count(*)::int FROM (${PAST_REFERRALS_COMPLETED}) c) AS completed,
              (SELECT count(DISTINCT person)::int
                 FROM (${chosenRows(REFERRALS_SENT.rows, PAST_REFERRALS, past)}) p) AS people
         FROM (${PAST_REFERRALS}) f`,
      [period.from, period.until],
    ),
  );
  const isTogether = past === 'with';
  const sum = (key: 'sent' | 'accepted' | 'declined' | 'completed'): number =>
    (isTogether ? here[key] : 0) + brought![key];
  const own = (value: number): number => (isTogether ? value : 0);
  return {
    sent: sum('sent'),
    accepted: sum('accepted'),
    declined: sum('declined'),
    expired: own(here.expired),
    revoked: own(here.revoked),
    waiting: own(here.waiting),
    answerNotKnown: brought!.answerNotKnown,
    completed: sum('completed'),
    people: brought!.people,
    medianDays: isTogether ? here.medianDays : null,
    answered: own(here.answered),
    inTime: own(here.inTime),
  };
}

export async function trainingFiguresWithPast(
  tx: Tx,
  period: Period,
  past: PastChoice,
): Promise<TrainingFigures> {
  const { figures: here } = await trainingFigures(tx, period);
  if (past === 'without') return here;
  const counted = (source: FactSource, of = 'unit') =>
    `(SELECT count(DISTINCT ${of})::int FROM (${factsWithPast(source, past)}) f)`;
  const [chosen] = await asFigures(tx, () =>
    tx.query<
      Pick<TrainingFigures, 'enrolled' | 'people' | 'completed' | 'certified' | 'droppedOut'>
    >(
      `SELECT ${counted(ENROLLED)} AS enrolled, ${counted(ENROLLED, 'person')} AS people,
              ${counted(COMPLETED)} AS completed, ${counted(CERTIFIED)} AS certified,
              ${counted(DROPPED_OUT)} AS "droppedOut"`,
      [period.from, period.until],
    ),
  );
  return {
    ...chosen!,
    placesUsed: past === 'with' ? here.placesUsed : 0,
    places: past === 'with' ? here.places : 0,
    costs: past === 'with' ? here.costs : [],
  };
}

export const FOLLOW_UP_SUBJECTS = ['return', 'work', 'care'] as const;
export const FOLLOW_UP_ANSWERS = ['reached', 'not_reached', 'refused', 'unsafe'] as const;

export interface FollowUpFigures {
  /** Follow-ups that were tried; each has one answer. */
  readonly made: number;
  readonly byAnswer: Readonly<Record<(typeof FOLLOW_UP_ANSWERS)[number], number>>;
  /** Distinct people; files that were joined are one, unless the period was closed before. */
  readonly people: number;
}

/** Follow-ups by the day on which each was tried; after a stay without a return or a placement only what was brought in. */
export async function followUpFigures(
  tx: Tx,
  period: Period,
  past: PastChoice = 'without',
): Promise<FollowUpFigures> {
  const answers = FOLLOW_UP_ANSWERS.map(
    (answer) => `count(*) FILTER (WHERE follow_up_answer = '${answer}')::int AS "${answer}"`,
  );
  const [row] = await asFigures(tx, () =>
    tx.query<Omit<FollowUpFigures, 'byAnswer'> & FollowUpFigures['byAnswer']>(
      `SELECT count(*)::int AS made, count(DISTINCT person)::int AS people, ${answers.join(', ')}
         FROM (${factsWithPast(FOLLOW_UPS, past)}) f`,
      [period.from, period.until],
    ),
  );
  const { made, people, ...byAnswer } = row!;
  return { made, byAnswer, people };
}
