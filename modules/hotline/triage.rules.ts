/** Triage: advice from four short questions. Each can be skipped, and skipped never means "no". */
export const TRIAGE_QUESTIONS = ['danger', 'medical', 'minor', 'no_place'] as const;
export type TriageQuestion = (typeof TRIAGE_QUESTIONS)[number];
export const ANSWERS = ['yes', 'no', 'skipped'] as const;
export type TriageAnswer = (typeof ANSWERS)[number];
export type TriageAnswers = Readonly<Record<TriageQuestion, TriageAnswer | null>>;

export const LEVELS = ['now', 'tonight', 'calm', 'open'] as const;
/** `open`: nothing alarms so far, and not everything was answered. */
export type TriageLevel = (typeof LEVELS)[number];

export const STEPS = [
  'stay_on_the_line',
  'call_police',
  'call_ambulance',
  'protect_child',
  'find_bed',
  'ask_later',
  'inform',
] as const;
export type TriageStep = (typeof STEPS)[number];

export interface TriageResult {
  readonly level: TriageLevel;
  /** In the order in which to do them. */
  readonly steps: readonly TriageStep[];
  /** Nobody has asked it yet. */
  readonly open: readonly TriageQuestion[];
  /** Questions not answered; to be asked again when it is safe. */
  readonly skipped: readonly TriageQuestion[];
}

export function triage(answers: TriageAnswers): TriageResult {
  const yes = (question: TriageQuestion) => answers[question] === 'yes';
  const open = TRIAGE_QUESTIONS.filter((question) => answers[question] === null);
  const skipped = TRIAGE_QUESTIONS.filter((question) => answers[question] === 'skipped');
  const steps: TriageStep[] = [];
  if (yes('danger')) steps.push('stay_on_the_line', 'call_police');
  if (yes('medical')) steps.push('call_ambulance');
  if (yes('minor')) steps.push('protect_child');
  if (yes('no_place')) steps.push('find_bed');
  if (skipped.length > 0) steps.push('ask_later');
  if (steps.length === 0 && open.length === 0) steps.push('inform');
  return { level: levelOf(yes, open.length + skipped.length > 0), steps, open, skipped };
}

function levelOf(yes: (question: TriageQuestion) => boolean, unanswered: boolean): TriageLevel {
  if (yes('danger') || yes('medical')) return 'now';
  if (yes('minor') || yes('no_place')) return 'tonight';
  return unanswered ? 'open' : 'calm';
}
