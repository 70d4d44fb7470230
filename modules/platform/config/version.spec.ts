import { compareVersions, VERSION } from './version';

describe('versions', () => {
  it.each([
    ['0.1.0', '0.1.0', 0],
    ['0.1.0', '0.2.0', -1],
    ['0.10.0', '0.9.9', 1],
    ['1.0.0', '0.99.99', 1],
    ['0.2.0-rc.1', '0.2.0', 0],
  ])('%s against %s', (one, other, sign) => {
    expect(Math.sign(compareVersions(one, other))).toBe(sign);
    expect(Math.sign(compareVersions(other, one))).toBe(-sign + 0);
  });

  it('are three numbers', () => {
    expect(() => compareVersions('0.1', VERSION)).toThrow('"0.1" is no version like 1.2.3');
    expect(compareVersions(VERSION, VERSION)).toBe(0);
  });
});
