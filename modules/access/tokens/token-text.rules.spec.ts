import { isToken, newToken } from './token-text.rules';

describe('the text of a token', () => {
  it('says whose it is, and holds 43 digits of a secret and six of its checksum', () => {
    for (const prefix of ['mawa_pat_', 'mawa_svc_'] as const)
      expect(newToken(prefix)).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{49}$`));
  });

  it('is another each time, and holds all of the random bits', () => {
    const made = new Set(Array.from({ length: 1_000 }, () => newToken('mawa_pat_')));
    expect(made.size).toBe(1_000);
    const least = newToken('mawa_pat_', () => Buffer.alloc(32, 0) as never);
    const most = newToken('mawa_pat_', () => Buffer.alloc(32, 255) as never);
    expect(least).toMatch(/^mawa_pat_0{43}/);
    expect(most.slice(9, 52)).toHaveLength(43);
    expect([isToken(least), isToken(most), least === most]).toEqual([true, true, false]);
  });

  it('is told from a text that somebody typed: each changed digit is found', () => {
    const token = newToken('mawa_pat_');
    expect(isToken(token)).toBe(true);
    for (let place = 9; place < token.length; place += 1) {
      const other = token[place] === 'x' ? 'y' : 'x';
      expect(isToken(`${token.slice(0, place)}${other}${token.slice(place + 1)}`)).toBe(false);
    }
    for (const text of ['', 'mawa_pat_', token.slice(1), `${token} `, token.replace('pat', 'svc')])
      expect(isToken(text)).toBe(false);
  });
});
