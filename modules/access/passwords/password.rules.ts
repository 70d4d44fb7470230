/** Requirements for a new password: a minimum length, and not easily guessed. */
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { DomainError } from '../../platform/shared/domain.errors';

export const SHORTEST = 12;
export const LONGEST = 200;
/** zxcvbn score: more than 10^8 guesses, out of reach with eight attempts in fifteen minutes. */
const ENOUGH = 3;

/**
 * Words about the product, the programme and its organisations, which an informed attacker tries first
 * (docs/security-inventory.md).
 */
export const CONTEXT_WORDS: readonly string[] = [
  'mawa maoua مأوى مأوي',
  'foyer refuge shelter centre hebergement hébergement reintegration réintégration ملجأ',
  'victime victim traite trafficking beneficiaire bénéficiaire ضحية الاتجار',
  'oim iom unodc onudc commission ministere ministère maroc morocco المغرب',
  'administrateur administrator admin gestionnaire superviseur auditeur finance',
].flatMap((line) => line.split(' '));

/** Minimum letters and digits of a password that are not part of such a word. */
const FEWEST_OF_ITS_OWN = 8;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** Dictionaries and keyboard layouts take a few megabytes; loaded when the first password is chosen. */
const lists = (): Promise<ZxcvbnFactory> =>
  (estimator ??= (async () => {
    const [{ ZxcvbnFactory }, common, french] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
      import('@zxcvbn-ts/language-fr'),
    ]);
    return new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...french.dictionary },
      graphs: common.adjacencyGraphs,
      maxLength: 100,
    });
  })());

/**
 * Checks a new password. `about`: known facts of the account holder (name, e-mail address), treated as guessable words.
 */
export async function checkPassword(
  password: string,
  about: readonly string[],
  field = 'newPassword',
): Promise<void> {
  const letters = [...password.normalize('NFKC')].length;
  if (letters < SHORTEST) {
    throw new DomainError('invalid', 'access.password_short', { limit: SHORTEST }, field);
  }
  if (letters > LONGEST) {
    throw new DomainError('invalid', 'access.password_long', { limit: LONGEST }, field);
  }
  const known = [...about, ...CONTEXT_WORDS].flatMap((text) => {
    const words = text.split(/[\s@._-]+/);
    return [text, words.join(''), ...words];
  });
  const { score } = (await lists()).check(
    password,
    known.filter(({ length }) => length > 2),
  );
  if (score < ENOUGH || hasOnlyWordsOf(password, known))
    throw new DomainError('invalid', 'access.password_known', {}, field);
}

/** Whether too little is left of the password without these words and without punctuation. */
function hasOnlyWordsOf(password: string, words: readonly string[]): boolean {
  const known = words.filter(({ length }) => length > 2).map((word) => word.toLowerCase());
  const typed = password.normalize('NFKC').toLowerCase();
  const rest = known
    .sort((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ' '), typed);
  return rest !== typed && rest.replaceAll(/[^\p{L}\d]/gu, '').length < FEWEST_OF_ITS_OWN;
}
