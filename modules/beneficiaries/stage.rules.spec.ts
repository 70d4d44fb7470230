import { list } from '../reference-lists';
import { checkStep, nextStages, STAGES, wayTo } from './stage.rules';

describe('the steps between stages', () => {
  it('know the same stages as the list', () => {
    expect([...STAGES].sort()).toEqual(
      list('stages')
        .items.map(({ code }) => code)
        .sort(),
    );
  });

  it.each([
    ['detected', 'presumed'],
    ['presumed', 'assisted'],
    ['assisted', 'identified'],
    ['exiting', 'assisted'],
    ['closed', 'assisted'],
    ['not_victim', 'presumed'],
  ] as const)('lead from %s to %s', (from, to) => {
    expect(() => checkStep(from, to)).not.toThrow();
  });

  it.each([
    ['detected', 'followed_up'],
    ['identified', 'not_victim'],
    ['closed', 'exiting'],
    ['presumed', 'presumed'],
    ['assisted', 'detected'],
  ] as const)('do not lead from %s to %s', (from, to) => {
    expect(() => checkStep(from, to)).toThrow('people.stage_step');
  });

  it('lead back to the beginning from nowhere, and on from everywhere', () => {
    expect(STAGES.filter((stage) => nextStages(stage).includes('detected'))).toEqual([]);
    expect(STAGES.filter((stage) => nextStages(stage).length === 0)).toEqual([]);
  });

  it('find the shortest legal way to a stage reached earlier', () => {
    expect(wayTo('detected')).toEqual(['detected']);
    expect(wayTo('presumed')).toEqual(['detected', 'presumed']);
    expect(wayTo('followed_up')).toEqual([
      'detected',
      'presumed',
      'identified',
      'exiting',
      'followed_up',
    ]);
    for (const stage of STAGES) {
      const way = wayTo(stage);
      way.slice(1).forEach((to, place) => expect(() => checkStep(way[place]!, to)).not.toThrow());
    }
  });
});
