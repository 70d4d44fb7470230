import { suppressProjectFigures } from './project-suppression.rules';

const NONE = {
  begun: 0,
  people: 0,
  granted: { projects: 0, cents: 0 },
  paid: { projects: 0, cents: 0 },
  alive: [],
  reviewed: 0,
  jobs: 0,
  jobsWomen: 0,
  jobsProgramme: 0,
};

describe('the released figures of projects', () => {
  it('contain no amount of fewer than five projects', () => {
    const money = (projects: number) => ({ projects, cents: 900_000 });
    expect(suppressProjectFigures({ ...NONE, granted: money(4), paid: money(5) })).toMatchObject({
      grantedCents: null,
      paidCents: 900_000,
    });
  });

  it('leave out a share that would disclose few', () => {
    const at = (alive: number, notAlive: number, notReached: number) => {
      const passed = alive + notAlive + notReached;
      const one = { months: 12, passed, alive, notAlive, notReached, share: 50 };
      return suppressProjectFigures({ ...NONE, alive: [one] }).alive[0];
    };
    expect(at(6, 6, 0)).toEqual({ months: 12, passed: 12, alive: 6, notReached: 0, share: 50 });
    expect(at(3, 6, 6)).toMatchObject({ passed: 15, alive: null, share: null });
    expect(at(2, 1, 1)).toMatchObject({ passed: null, share: null });
  });

  it('contain jobs where five projects were reviewed, and no part of few', () => {
    const jobs = { jobs: 12, jobsWomen: 9, jobsProgramme: 6 };
    expect(suppressProjectFigures({ ...NONE, ...jobs, reviewed: 4 })).toMatchObject({ jobs: null });
    expect(suppressProjectFigures({ ...NONE, ...jobs, reviewed: 5 })).toMatchObject({
      jobs: 12,
      jobsWomen: null,
      jobsProgramme: 6,
    });
  });
});
