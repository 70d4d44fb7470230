import { newLinkNumber, parseLinkNumber } from './link-number.rules';

describe('the number of a link', () => {
  const key = Buffer.alloc(32, 7);
  const number = newLinkNumber(key, new Uint8Array(16).fill(200));

  it('is eight groups of four, without letters that are taken for others', () => {
    expect(number).toMatch(/^([2-9a-hj-km-np-z0]{4}-){7}[2-9a-hj-km-np-z0]{4}$/);
    expect(number).not.toMatch(/[1ilo]/);
  });

  it('is read whatever its case, with or without dashes and spaces', () => {
    const plain = number.replaceAll('-', '');
    for (const typed of [
      number,
      plain,
      number.toUpperCase(),
      ` ${number.replaceAll('-', ' ')} `,
      number.replaceAll('-', '–'),
    ]) {
      expect(parseLinkNumber(key, typed)).toBe(plain);
    }
  });

  it('is none where one letter is another, where something lacks, or under another key', () => {
    const other = number.at(-1) === 'a' ? 'b' : 'a';
    expect(parseLinkNumber(key, number.slice(0, -1) + other)).toBeNull();
    expect(parseLinkNumber(key, number.slice(0, -1))).toBeNull();
    expect(parseLinkNumber(key, '')).toBeNull();
    expect(parseLinkNumber(key, 'x'.repeat(4000))).toBeNull();
    expect(parseLinkNumber(Buffer.alloc(32, 8), number)).toBeNull();
  });

  it('is another for another chance', () => {
    const zeros = newLinkNumber(key, new Uint8Array(16));
    expect(zeros.startsWith('2222-2222')).toBe(true);
    expect(parseLinkNumber(key, zeros)).toBe(zeros.replaceAll('-', ''));
  });
});
