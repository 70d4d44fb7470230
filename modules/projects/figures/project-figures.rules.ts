/**
 * Figures of projects over a half-open period [from, until), as of today. Begun: projects whose first step is in the
 * period, and the people in them (joined cases are one). Granted: projects and amounts approved in it; paid: tranches
 * paid in it and not reversed. Businesses alive at a mark (6, 12 months): those reported alive within its window ÷
 * those that began operating and whose mark has passed. A mark has passed when its window closed before today, and
 * belongs to the period in which it closed. A business closed by the mark is not alive, whether or not it was asked.
 * Businesses not reached stay in the denominator and are shown separately. Jobs: from the latest review of each living
 * business in the period.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';

export const SURVIVAL_MARKS = [6, 12] as const;

export interface ProjectFact {
  readonly id: string;
  readonly begunOn: CivilDate;
  readonly people: readonly string[];
  /** Closed or given up. */
  readonly endedOn: CivilDate | null;
  readonly marks: readonly {
    readonly months: number;
    readonly dueOn: CivilDate;
    readonly opensOn: CivilDate;
    readonly closesOn: CivilDate;
  }[];
}
export interface MoneyFact {
  readonly project: string;
  readonly on: CivilDate;
  readonly cents: number;
}
export interface ReviewFact {
  readonly project: string;
  readonly months: number;
  readonly on: CivilDate;
  readonly outcome: 'alive' | 'not_alive';
  readonly jobs: number;
  readonly jobsWomen: number;
  readonly jobsProgramme: number;
}
export interface ProjectFacts {
  readonly projects: readonly ProjectFact[];
  readonly granted: readonly MoneyFact[];
  readonly paid: readonly MoneyFact[];
  /** Reviews in which somebody was reached, in their order. */
  readonly reviews: readonly ReviewFact[];
}
export interface ProjectPeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly today: CivilDate;
}
export interface BusinessSurvival {
  readonly months: number;
  readonly passed: number;
  readonly alive: number;
  readonly notAlive: number;
  readonly notReached: number;
  /** In hundredths; null where no mark has passed. */
  readonly share: number | null;
}
export interface ProjectFigures {
  readonly begun: number;
  readonly people: number;
  /** In centimes of a dirham. */
  readonly granted: { readonly projects: number; readonly cents: number };
  readonly paid: { readonly projects: number; readonly cents: number };
  readonly alive: readonly BusinessSurvival[];
  /** Number of projects that the jobs were counted in. */
  readonly reviewed: number;
  readonly jobs: number;
  readonly jobsWomen: number;
  readonly jobsProgramme: number;
}

export function projectFiguresOf(facts: ProjectFacts, period: ProjectPeriod): ProjectFigures {
  const within = (day: CivilDate) => day >= period.from && day < period.until;
  const begun = facts.projects.filter(({ begunOn }) => within(begunOn));
  const money = (all: readonly MoneyFact[]) => {
    const those = all.filter(({ on }) => within(on));
    return {
      projects: new Set(those.map(({ project }) => project)).size,
      cents: those.reduce((sum, { cents }) => sum + cents, 0),
    };
  };
  const last = new Map(
    facts.reviews.filter(({ on }) => within(on)).map((one) => [one.project, one]),
  );
  const living = [...last.values()].filter(({ outcome }) => outcome === 'alive');
  const sum = (key: 'jobs' | 'jobsWomen' | 'jobsProgramme') =>
    living.reduce((so, one) => so + one[key], 0);
  return {
    begun: begun.length,
    people: new Set(begun.flatMap(({ people }) => people)).size,
    granted: money(facts.granted),
    paid: money(facts.paid),
    alive: SURVIVAL_MARKS.map((months) => businessSurvivalAt(months, facts, period)),
    reviewed: living.length,
    jobs: sum('jobs'),
    jobsWomen: sum('jobsWomen'),
    jobsProgramme: sum('jobsProgramme'),
  };
}

function businessSurvivalAt(
  months: number,
  { projects, reviews }: ProjectFacts,
  { from, until, today }: ProjectPeriod,
): BusinessSurvival {
  const answers = projects.flatMap(({ id, endedOn, marks }) => {
    const mark = marks.find((one) => one.months === months);
    if (!mark || mark.closesOn >= today || mark.closesOn < from || mark.closesOn >= until) {
      return [];
    }
    if (endedOn !== null && endedOn <= mark.dueOn) return ['not_alive' as const];
    const said = reviews.find(
      (one) =>
        one.project === id &&
        one.months === months &&
        one.on >= mark.opensOn &&
        one.on <= mark.closesOn,
    );
    return [said?.outcome ?? 'not_reached'];
  });
  const count = (of: (typeof answers)[number]) => answers.filter((one) => one === of).length;
  const alive = count('alive');
  return {
    months,
    passed: answers.length,
    alive,
    notAlive: count('not_alive'),
    notReached: count('not_reached'),
    share: answers.length > 0 ? Math.round((100 * alive) / answers.length) : null,
  };
}
