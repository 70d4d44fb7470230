import { refuseBrokenAddress, refuseBrokenText } from './broken-text';

const codeOf = (act: () => void): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('text that nothing can keep', () => {
  it('is refused for a NUL byte, wherever it stands', () => {
    expect(codeOf(() => refuseBrokenText({ people: [{ alias: 'A\0B' }] }))).toBe(
      'common.broken_text',
    );
    expect(codeOf(() => refuseBrokenText({ 'na\0me': 'x' }))).toBe('common.broken_text');
    expect(codeOf(() => refuseBrokenAddress('/people?q=a%00b'))).toBe('common.broken_text');
  });

  it('is refused for half a surrogate pair and kept for a whole one', () => {
    expect(codeOf(() => refuseBrokenText('\ud83d'))).toBe('common.broken_text');
    expect(codeOf(() => refuseBrokenText({ alias: 'أمل \u{1f33f}' }))).toBeNull();
  });

  it('names the field it stands in', () => {
    const broken = { people: [{ alias: 'ok' }, { alias: '\udc00' }] };
    expect(() => refuseBrokenText(broken)).toThrow(
      expect.objectContaining({ field: 'people.1.alias' }),
    );
  });

  it('is not looked for without end', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(codeOf(() => refuseBrokenText(deep))).toBe('common.too_deep');
  });
});
