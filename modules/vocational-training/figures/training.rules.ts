/**
 * Figures of training over a half-open period [from, until). Enrolled: enrolments whose step "started" is in it;
 * completed, certified, dropped out: by the day of that step, without withdrawn certificates. People count once,
 * however often they enrol. Seats used: seats of sessions on which somebody began; a seat taken over counts once. Cost
 * per certificate: agreed cost of the seats used plus payments for days of the period, by currency, per valid
 * certificate; undefined without certificates.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Period } from '../../platform/shared/periods.rules';

export interface StepFact {
  /** Id of the person; joined cases are one. */
  readonly person: string;
  readonly enrolment: string;
  readonly session: string;
  readonly seat: number | null;
  readonly to: string;
  readonly on: CivilDate;
}
export interface PriceFact {
  readonly session: string;
  readonly places: number;
  readonly startsOn: CivilDate;
  /** Cost of one seat, in cents. */
  readonly cents: number;
  readonly currency: string;
}
export interface PaidFact {
  readonly on: CivilDate;
  readonly cents: number;
  readonly currency: string;
}
export interface TrainingFacts {
  readonly steps: readonly StepFact[];
  readonly sessions: readonly PriceFact[];
  /** Payments less reversals. */
  readonly paid: readonly PaidFact[];
  /** Enrolments whose certificate was withdrawn. */
  readonly withdrawn: readonly string[];
}
export interface CostPerCertificate {
  readonly currency: string;
  /** In cents. */
  readonly places: number;
  readonly allowances: number;
  readonly each: number | null;
}

export interface TrainingFigures {
  readonly enrolled: number;
  readonly people: number;
  readonly completed: number;
  readonly certified: number;
  readonly droppedOut: number;
  /** Of sessions that began in the period. */
  readonly placesUsed: number;
  readonly places: number;
  readonly costs: readonly CostPerCertificate[];
}

export function figuresOf(facts: TrainingFacts, { from, until }: Period): TrainingFigures {
  const within = (day: CivilDate) => day >= from && day < until;
  const reached = (state: string) => facts.steps.filter(({ to, on }) => to === state && within(on));
  const started = reached('started');
  const certified = reached('certified').filter(
    ({ enrolment }) => !facts.withdrawn.includes(enrolment),
  );
  const begun = facts.sessions.filter(({ startsOn }) => within(startsOn));
  const used = (session: string): number =>
    new Set(
      facts.steps
        .filter((step) => step.to === 'started' && step.session === session && step.on < until)
        .map(({ seat }) => seat),
    ).size;
  const currencies = [
    ...new Set([...begun, ...facts.paid.filter(({ on }) => within(on))].map((one) => one.currency)),
  ].sort();
  return {
    enrolled: started.length,
    people: new Set(started.map(({ person }) => person)).size,
    completed: reached('completed').length,
    certified: certified.length,
    droppedOut: reached('dropped_out').length,
    placesUsed: sum(begun.map(({ session }) => used(session))),
    places: sum(begun.map(({ places }) => places)),
    costs: currencies.map((currency) => {
      const places = sum(
        begun
          .filter((one) => one.currency === currency)
          .map(({ session, cents }) => used(session) * cents),
      );
      const allowances = sum(
        facts.paid
          .filter((one) => one.currency === currency && within(one.on))
          .map(({ cents }) => cents),
      );
      const each =
        certified.length > 0 ? Math.round((places + allowances) / certified.length) : null;
      return { currency, places, allowances, each };
    }),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
