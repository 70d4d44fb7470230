import {
  complementarySuppression,
  suppressSmallCount,
} from '../../platform/shared/small-counts.rules';
import type { BusinessSurvival, ProjectFigures } from './project-figures.rules';

export interface SuppressedSurvival {
  readonly months: number;
  /** Each null where it would disclose fewer than five, by itself or by its difference to the whole. */
  readonly passed: number | null;
  readonly alive: number | null;
  readonly notReached: number | null;
  /** In hundredths. */
  readonly share: number | null;
}
/** As released: counts of fewer than five projects or people are suppressed, and so are their amounts. */
export interface SuppressedProjectFigures {
  readonly begun: number | null;
  readonly people: number | null;
  readonly grantedCents: number | null;
  readonly paidCents: number | null;
  readonly alive: readonly SuppressedSurvival[];
  readonly jobs: number | null;
  readonly jobsWomen: number | null;
  readonly jobsProgramme: number | null;
}

export function suppressProjectFigures(figures: ProjectFigures): SuppressedProjectFigures {
  const { begun, people, granted, paid, reviewed } = figures;
  const of = (projects: number, value: number) =>
    suppressSmallCount(projects) === null ? null : value;
  const [women] = complementarySuppression([
    { people: figures.jobsWomen },
    { people: figures.jobs - figures.jobsWomen },
  ]);
  const [own] = complementarySuppression([
    { people: figures.jobsProgramme },
    { people: figures.jobs - figures.jobsProgramme },
  ]);
  const jobs = of(reviewed, figures.jobs) && suppressSmallCount(figures.jobs);
  return {
    begun: suppressSmallCount(begun),
    people: suppressSmallCount(begun) === null ? null : suppressSmallCount(people),
    grantedCents: of(granted.projects, granted.cents),
    paidCents: of(paid.projects, paid.cents),
    alive: figures.alive.map(suppressSurvival),
    jobs,
    jobsWomen: jobs === null ? null : women ? figures.jobsWomen : null,
    jobsProgramme: jobs === null ? null : own ? figures.jobsProgramme : null,
  };
}

function suppressSurvival({ months, share, ...one }: BusinessSurvival): SuppressedSurvival {
  const passed = suppressSmallCount(one.passed);
  const parts = [one.alive, one.notAlive, one.notReached].map((people) => ({ people }));
  const [alive, , notReached] = passed ? complementarySuppression(parts) : [false, false, false];
  return {
    months,
    passed,
    alive: alive ? one.alive : null,
    notReached: notReached ? one.notReached : null,
    share: alive ? share : null,
  };
}
