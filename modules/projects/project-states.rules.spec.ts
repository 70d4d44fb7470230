import {
  ASSET_STATES,
  manualProjectSteps,
  nextOfAsset,
  nextOfProject,
  PROJECT_STATES,
  projectPathwayOf,
} from './project-states.rules';

const NO = false;
const WRITTEN = {
  // idea, training, plan, submitted, approved, returned, refused, running, ended, withdrawn
  project: {
    new: [true, NO, NO, NO, NO, NO, NO, NO, NO, NO],
    idea: [NO, true, true, NO, NO, NO, NO, NO, NO, true],
    training: [NO, NO, true, NO, NO, NO, NO, NO, NO, true],
    plan: [NO, NO, NO, true, NO, NO, NO, NO, NO, true],
    submitted: [NO, NO, NO, NO, true, true, true, NO, NO, true],
    approved: [NO, NO, NO, NO, NO, NO, NO, true, NO, true],
    returned: [NO, NO, true, NO, NO, NO, NO, NO, NO, true],
    refused: [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
    running: [NO, NO, NO, NO, NO, NO, NO, NO, true, NO],
    ended: [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
    withdrawn: [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO],
  },
  // kept, sold, lost, broken, handed_back
  asset: {
    new: [true, NO, NO, NO, NO],
    kept: [NO, true, true, true, true],
    sold: [NO, NO, NO, NO, NO],
    lost: [NO, NO, NO, NO, NO],
    broken: [true, true, NO, NO, true],
    handed_back: [NO, NO, NO, NO, NO],
  },
} as const;

describe('the way of a project', () => {
  it.each(Object.entries(WRITTEN.project))(
    'goes from %s where it may and nowhere else',
    (from, expected) => {
      const next = nextOfProject(from as keyof typeof WRITTEN.project);
      expect(PROJECT_STATES.map((to) => next.includes(to))).toEqual(expected);
    },
  );

  it.each(Object.entries(WRITTEN.asset))(
    'of a thing that it bought goes from %s where it may and nowhere else',
    (from, expected) => {
      const next = nextOfAsset(from as keyof typeof WRITTEN.asset);
      expect(ASSET_STATES.map((to) => next.includes(to))).toEqual(expected);
    },
  );

  it('leaves to the committee what the committee decides', () => {
    expect(manualProjectSteps('submitted')).toEqual(['withdrawn']);
    expect(manualProjectSteps('approved')).toEqual(['running', 'withdrawn']);
  });

  it('is drawn with each stage once, and stops where it ended', () => {
    const drawn = (...states: Parameters<typeof projectPathwayOf>[0][number]['to'][]) =>
      projectPathwayOf(states.map((to, at) => ({ to, on: `2026-10-0${at + 1}` }))).map(
        ({ state, is, on }) => `${state} ${is}${on ? ` ${on.slice(-2)}` : ''}`,
      );
    expect(drawn('idea', 'training')).toEqual([
      'idea done 01',
      'training now 02',
      'plan ahead',
      'submitted ahead',
      'approved ahead',
      'running ahead',
    ]);
    expect(drawn('idea', 'plan', 'submitted', 'returned')).toEqual([
      'idea done 01',
      'plan done 02',
      'submitted done 03',
      'returned end 04',
    ]);
    expect(drawn('idea', 'plan', 'submitted', 'returned', 'plan')).toEqual([
      'idea done 01',
      'submitted done 03',
      'plan now 05',
      'submitted ahead',
      'approved ahead',
      'running ahead',
    ]);
    expect(drawn('idea', 'withdrawn')).toEqual(['idea done 01', 'withdrawn end 02']);
  });
});
