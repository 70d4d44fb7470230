import { checkPassword } from './password.rules';

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
