import { type ProjectFact, type ProjectFacts, projectFiguresOf } from './project-figures.rules';

const YEAR = { from: '2026-01-01', until: '2027-01-01', today: '2026-11-24' };
const SIX = { months: 6, dueOn: '2026-09-10', opensOn: '2026-08-27', closesOn: '2026-10-10' };
const project = (id: string, more: Partial<ProjectFact> = {}): ProjectFact => ({
  id,
  begunOn: '2026-02-01',
  people: [`${id}1`],
  endedOn: null,
  marks: [SIX],
  ...more,
});
const review = (
  of: string,
  more: Partial<ProjectFacts['reviews'][number]> = {},
): ProjectFacts['reviews'][number] => ({
  project: of,
  months: 6,
  on: '2026-09-10',
  outcome: 'alive',
  jobs: 2,
  jobsWomen: 1,
  jobsProgramme: 1,
  ...more,
});
const NOTHING: ProjectFacts = { projects: [], granted: [], paid: [], reviews: [] };
const of = (facts: Partial<ProjectFacts>, period = YEAR) =>
  projectFiguresOf({ ...NOTHING, ...facts }, period);

describe('the figures of projects', () => {
  it('count what began in the period, and its people once', () => {
    const projects = [
      project('a', { people: ['x', 'y', 'z'] }),
      project('b', { people: ['x'] }),
      project('c', { begunOn: '2025-12-31' }),
      project('d', { begunOn: '2027-01-01' }),
    ];
    expect(of({ projects })).toMatchObject({ begun: 2, people: 3 });
  });

  it('add up what was granted and paid in it', () => {
    const money = (one: string, on: string, cents: number) => ({ project: one, on, cents });
    const granted = [
      money('a', '2026-05-01', 1_800_000),
      money('b', '2026-06-01', 50_050),
      money('c', '2025-05-01', 99),
    ];
    const paid = [money('a', '2026-05-02', 1_000_000), money('a', '2026-09-02', 800_000)];
    expect(of({ granted, paid })).toMatchObject({
      granted: { projects: 2, cents: 1_850_050 },
      paid: { projects: 1, cents: 1_800_000 },
    });
  });

  it('say how many are alive of those whose mark has passed, and who was not reached apart', () => {
    const projects = ['a', 'b', 'c', 'd'].map((id) => project(id));
    const reviews = [
      review('a'),
      review('b', { outcome: 'not_alive' }),
      // Answered after the window had closed.
      review('c', { on: '2026-10-11' }),
    ];
    expect(of({ projects, reviews }).alive).toEqual([
      { months: 6, passed: 4, alive: 1, notAlive: 1, notReached: 2, share: 25 },
      { months: 12, passed: 0, alive: 0, notAlive: 0, notReached: 0, share: null },
    ]);
  });

  it('count a project closed by its mark as not alive, whatever the review says', () => {
    const projects = [
      project('a', { endedOn: '2026-05-02' }),
      project('b', { endedOn: '2026-09-10' }),
      project('c', { endedOn: '2026-09-11' }),
    ];
    const reviews = [review('b'), review('c')];
    expect(of({ projects, reviews }).alive[0]).toEqual({
      months: 6,
      passed: 3,
      alive: 1,
      notAlive: 2,
      notReached: 0,
      share: 33,
    });
  });

  it('leave out a mark that has not passed, or that closed in another period', () => {
    const facts = { projects: [project('a')], reviews: [review('a')] };
    expect(of(facts, { ...YEAR, today: '2026-10-10' }).alive[0]!.passed).toBe(0);
    expect(of(facts, { ...YEAR, today: '2026-10-11' }).alive[0]!.passed).toBe(1);
    expect(of(facts, { ...YEAR, from: '2026-10-11' }).alive[0]!.passed).toBe(0);
  });

  it('count the jobs of the last review of each that is alive', () => {
    const reviews = [
      review('a', { jobs: 9 }),
      review('a', { months: 12, on: '2026-11-01', jobs: 4, jobsWomen: 3, jobsProgramme: 2 }),
      review('b'),
      review('c'),
      review('c', { months: 12, on: '2026-11-02', outcome: 'not_alive', jobs: 0 }),
    ];
    expect(of({ reviews })).toMatchObject({ reviewed: 2, jobs: 6, jobsWomen: 4, jobsProgramme: 3 });
  });
});
