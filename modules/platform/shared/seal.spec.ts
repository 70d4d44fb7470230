import { newKey, open, seal } from './seal';

const place = { table: 'case_seals', column: 'names', row: 'a' };

describe('a sealed value', () => {
  const key = newKey();
  const sealed = seal(key, place, 'فاطمة');

  it('opens with its key at its place', () => {
    expect(open(key, place, sealed).toString()).toBe('فاطمة');
  });

  it('does not show its text, and looks different each time', () => {
    expect(sealed.includes('فاطمة')).toBe(false);
    expect(seal(key, place, 'فاطمة').equals(sealed)).toBe(false);
  });

  it.each([
    ['another row', { ...place, row: 'b' }],
    ['another column', { ...place, column: 'story' }],
    ['another table', { ...place, table: 'shelter_addresses' }],
  ])('does not open when moved to %s', (_where, elsewhere) => {
    expect(() => open(key, elsewhere, sealed)).toThrow();
  });

  it('does not open with another key', () => {
    expect(() => open(newKey(), place, sealed)).toThrow();
  });

  it('does not open when any byte was changed', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = changed[at]! ^ 1;
      expect(() => open(key, place, changed)).toThrow();
    }
  });
});
