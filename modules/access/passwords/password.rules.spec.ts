import { dictionary } from '@zxcvbn-ts/language-common';
import { checkPassword, CONTEXT_WORDS, LONGEST, SHORTEST } from './password.rules';

const nadia = ['Nadia Berrada', 'nadia@argane.example'];
const refusal = (password: string) =>
  checkPassword(password, nadia).then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );

describe('a password of one’s own', () => {
  it.each([
    'un mot de passe long',
    'argane-1234-safran-5678',
    'مرحبا بك في بيتنا الكبير',
    'quatre chevaux sous la pluie',
  ])('may be: %s', async (password) => expect(await refusal(password)).toBe('taken'));

  it.each(['', 'court', 'onze lettre', 'é'.repeat(11)])('is too short: %s', async (password) =>
    expect(await refusal(password)).toBe('access.password_short'),
  );

  it('may have two hundred letters of any kind, one kind alone as well', async () => {
    const words = 'quatre chevaux sous la pluie '.repeat(7).slice(0, LONGEST);
    expect([words.length, await refusal(words)]).toEqual([LONGEST, 'taken']);
    expect(await refusal('zqxjkvbwpfmgh')).toBe('taken');
    expect(await refusal('84719 20355 66102')).toBe('taken');
    expect(await refusal('?§!)=#+(*%&/~;:')).toBe('taken');
    expect(await refusal('ثلاثةبيوتزرقاءقربالنهر')).toBe('taken');
  });

  it('is none of those that were stolen elsewhere most often', async () => {
    const stolen = dictionary['passwords-common'].filter(({ length }) => length >= SHORTEST);
    expect(dictionary['passwords-common'].length).toBeGreaterThan(40_000);
    expect(stolen.length).toBeGreaterThan(100);
    const taken = [];
    for (const password of stolen) {
      if ((await refusal(password)) === 'taken') taken.push(password);
    }
    expect(taken).toEqual([]);
  });

  it('is not made of words of the programme alone', async () => {
    const short = CONTEXT_WORDS.filter(({ length }) => length < SHORTEST);
    expect(short.length).toBeGreaterThan(30);
    const taken = [];
    for (const [index, word] of short.entries()) {
      const password = `${word}-${short[(index + 1) % short.length]}-2026`;
      if ((await refusal(password)) === 'taken') taken.push(password);
    }
    expect(taken).toEqual([]);
    expect(await refusal('mawa et le vieux phare rouge')).toBe('taken');
  });

  it('is too long beyond two hundred letters', async () => {
    expect(await refusal('abc def ghi '.repeat(17))).toBe('access.password_long');
  });

  it.each([
    'azertyuiop12',
    'motdepasse123',
    'password1234',
    'aaaaaaaaaaaaaaaa',
    '123456789012',
    'NadiaBerrada1',
    'nadia@argane.example',
    'mawamawamawa',
  ])('is one of those tried first: %s', async (password) =>
    expect(await refusal(password)).toBe('access.password_known'),
  );
});
