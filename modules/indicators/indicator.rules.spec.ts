import { progressPercent, hundredthsOf, indicatorStatusOf } from './indicator.rules';

const OVER = { isOver: true, grows: true };
const GOES_ON = { isOver: false, grows: true };

describe('where an indicator stands', () => {
  it.each([
    ['120', '100', 'up', 'reached'],
    ['100', '100', 'up', 'reached'],
    ['80', '100', 'up', 'near'],
    ['79.9', '100', 'up', 'behind'],
    ['0', '0', 'up', 'reached'],
    ['3', '4', 'down', 'reached'],
    ['5', '4', 'down', 'near'],
    ['5.1', '4', 'down', 'behind'],
    ['1', '0', 'down', 'behind'],
  ] as const)('%s where %s was aimed at, %s: %s', (value, target, direction, standing) => {
    expect(indicatorStatusOf(value, target, direction, OVER)).toBe(standing);
  });

  it('is not known without a figure, and without a target says so', () => {
    expect(indicatorStatusOf(null, '4', 'up', OVER)).toBe('not_known');
    expect(indicatorStatusOf('4', null, 'up', OVER)).toBe('no_target');
  });

  it.each([
    ['2', '100', 'up', 'under_way'],
    ['100', '100', 'up', 'reached'],
    ['3', '4', 'down', 'under_way'],
    ['5', '4', 'down', 'near'],
  ] as const)('%s where %s was aimed at, %s, while the quarter goes on: %s', (...given) => {
    const [value, target, direction, standing] = given;
    expect(indicatorStatusOf(value, target, direction, GOES_ON)).toBe(standing);
  });

  it('may still turn, where it is a share', () => {
    const share = { isOver: false, grows: false };
    expect(indicatorStatusOf('90', '80', 'up', share)).toBe('under_way');
    expect(indicatorStatusOf('90', '80', 'down', share)).toBe('under_way');
    expect(indicatorStatusOf('79.96', '80', 'up', { ...share, isOver: true })).toBe('near');
  });

  it('is drawn up to its target and no further', () => {
    expect(progressPercent('30', '40')).toBe(75);
    expect(progressPercent('90', '40')).toBe(100);
    expect(progressPercent('1', '3')).toBe(33);
    expect(progressPercent(null, '3')).toBe(0);
    expect(progressPercent('0', '0')).toBe(0);
    expect(progressPercent('2', null)).toBe(100);
  });

  it('is a share to one decimal, and none of nothing', () => {
    expect(hundredthsOf(1, 3)).toBe('33.3');
    expect(hundredthsOf(2, 3)).toBe('66.7');
    expect(hundredthsOf(0, 3)).toBe('0');
    expect(hundredthsOf(0, 0)).toBeNull();
  });
});
