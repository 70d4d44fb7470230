import { partsTold, told } from '../../../../src/shared/few-people';
import type { AliveAt, ProjectFigures } from './project-figures.rules';

export interface ToldAlive {
  readonly months: number;
  /** Each null where it would tell of fewer than five, by itself or by what is left of the whole. */
  readonly passed: number | null;
  readonly alive: number | null;
  readonly notReached: number | null;
  /** In hundredths. */
  readonly share: number | null;
}
/** As told: of fewer than five projects or people nothing is counted apart, and no amount is told. */
export interface ToldProjects {
  readonly begun: number | null;
  readonly people: number | null;
  readonly grantedCents: number | null;
  readonly paidCents: number | null;
  readonly alive: readonly ToldAlive[];
  readonly jobs: number | null;
  readonly jobsWomen: number | null;
  readonly jobsProgramme: number | null;
}

export function toldProjects(figures: ProjectFigures): ToldProjects {
  const { begun, people, granted, paid, reviewed } = figures;
  const of = (projects: number, value: number) => (told(projects) === null ? null : value);
  const [women] = partsTold([
    { people: figures.jobsWomen },
    { people: figures.jobs - figures.jobsWomen },
  ]);
  const [own] = partsTold([
    { people: figures.jobsProgramme },
    { people: figures.jobs - figures.jobsProgramme },
  ]);
  const jobs = of(reviewed, figures.jobs) && told(figures.jobs);
  return {
    begun: told(begun),
    people: told(begun) === null ? null : told(people),
    grantedCents: of(granted.projects, granted.cents),
    paidCents: of(paid.projects, paid.cents),
    alive: figures.alive.map(toldAlive),
    jobs,
    jobsWomen: jobs === null ? null : women ? figures.jobsWomen : null,
    jobsProgramme: jobs === null ? null : own ? figures.jobsProgramme : null,
  };
}

function toldAlive({ months, share, ...one }: AliveAt): ToldAlive {
  const passed = told(one.passed);
  const parts = [one.alive, one.notAlive, one.notReached].map((people) => ({ people }));
  const [alive, , notReached] = passed ? partsTold(parts) : [false, false, false];
  return {
    months,
    passed,
    alive: alive ? one.alive : null,
    notReached: notReached ? one.notReached : null,
    share: alive ? share : null,
  };
}
