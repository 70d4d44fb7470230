/** By when a complaint is acknowledged and answered; the hours and days are data. */
export interface Deadlines {
  readonly acknowledge_hours: number;
  readonly answer_days: number;
}
export interface DeadlineSettings {
  readonly ordinary: Deadlines;
  readonly safeguarding: Deadlines;
}
export interface DueDates {
  readonly acknowledgeBy: Date;
  readonly answerBy: Date;
}

const HOUR = 3_600_000;
export const hoursAfter = (from: Date, hours: number): Date =>
  new Date(from.getTime() + hours * HOUR);
export const daysAfter = (from: Date, days: number): Date => hoursAfter(from, 24 * days);

/** Safeguarding complaint: its kind is grave, or a child is concerned. */
export const isSafeguarding = (kindIsGrave: boolean, child: boolean | null): boolean =>
  kindIsGrave || child === true;

export function deadlinesFrom(
  receivedAt: Date,
  safeguarding: boolean,
  settings: DeadlineSettings,
): DueDates {
  const { acknowledge_hours, answer_days } = settings[safeguarding ? 'safeguarding' : 'ordinary'];
  return {
    acknowledgeBy: hoursAfter(receivedAt, acknowledge_hours),
    answerBy: daysAfter(receivedAt, answer_days),
  };
}

/** Deadlines can move to an earlier date only. */
export const earlierDates = (one: DueDates, other: DueDates): DueDates => ({
  acknowledgeBy: new Date(Math.min(+one.acknowledgeBy, +other.acknowledgeBy)),
  answerBy: new Date(Math.min(+one.answerBy, +other.answerBy)),
});

export type StageReached =
  | 'received'
  | 'acknowledged'
  | 'under_investigation'
  | 'measures'
  | 'referred'
  | 'answered'
  | 'closed'
  | 'reopened'
  | 'appealed';

/** Deadline that runs in a stage: reopening starts a new one, an answer ends it. */
export function deadlineAtStage(
  stage: StageReached,
  now: Date,
  first: DueDates,
  safeguarding: boolean,
  settings: DeadlineSettings,
  cameBackAt: Date | null,
): Date | null {
  if (stage === 'answered' || stage === 'closed') return null;
  if (stage === 'received') return first.acknowledgeBy;
  if (stage === 'reopened') return deadlinesFrom(now, safeguarding, settings).answerBy;
  if (stage === 'appealed') return deadlinesFrom(now, safeguarding, settings).acknowledgeBy;
  return cameBackAt ? deadlinesFrom(cameBackAt, safeguarding, settings).answerBy : first.answerBy;
}
