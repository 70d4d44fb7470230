import { PasswordCost, PasswordHashes } from './password-hashes.service';

describe('a password that is compared', () => {
  const hashes = new PasswordHashes(new PasswordCost(8, 1, 1));

  it('counts letter by letter: capitals, spaces at its ends, and the last of two hundred', async () => {
    const long = 'quatre chevaux sous la pluie '.repeat(7).slice(0, 200);
    const stored = await hashes.hash(long);
    expect(await hashes.matches(stored, long)).toBe(true);
    const others = [
      long.toUpperCase(),
      ` ${long}`,
      `${long} `,
      long.slice(0, -1),
      `${long.slice(0, -1)}x`,
    ];
    for (const other of others) expect(await hashes.matches(stored, other)).toBe(false);
  });

  it('is the same where another keyboard writes the same letters in another way', async () => {
    const stored = await hashes.hash('un été à la plage');
    expect(await hashes.matches(stored, 'un été à la plage'.normalize('NFD'))).toBe(true);
    expect(await hashes.matches(stored, 'un ete a la plage')).toBe(false);
  });
});
