import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../platform/shared/actor';
import { unknown, fail, ease } from './placing.types';
import { reasonRequiredError, formatUnknownFacts } from './unknown-facts.words';

/** The codes of every question that a rule of placing asks, as its source writes them. */
function codesOfQuestions(): string[] {
  const files = readdirSync(__dirname).filter((name) => name.endsWith('.rules.ts'));
  const sources = files.map((name) => readFileSync(join(__dirname, name), 'utf8')).join('\n');
  const calls = [...sources.matchAll(/unknown\([^;]*?\);/gs)].map(([call]) => call);
  return calls.flatMap((call) =>
    [...call.matchAll(/'([a-z]+(?:_[a-z]+)+)'/g)].map(([, code]) => code!),
  );
}

describe('what is not known is named', () => {
  it('each question of the rules has a fact in three languages', () => {
    const codes = [...new Set(codesOfQuestions())].filter((code) => code !== 'doors_closed');
    expect(codes.length).toBeGreaterThan(15);
    for (const language of LANGUAGES) {
      for (const code of codes) {
        const phrase = formatUnknownFacts([unknown('access', code)], language);
        expect([code, phrase]).toEqual([code, expect.not.stringMatching(/:|demander|_/)]);
      }
    }
  });

  it('each fact stands once, whichever rules ask about it', () => {
    const reasons = [
      unknown('access', 'access_unknown'),
      unknown('mix', 'age_unknown_room'),
      unknown('minors', 'age_unknown_roommates'),
    ];
    expect(formatUnknownFacts(reasons, 'fr')).toBe(
      'si la personne peut monter des marches et l’âge de la personne',
    );
    expect(reasonRequiredError(reasons, 'en').params).toEqual({
      what: 'whether the person can climb stairs and the person’s age',
    });
  });

  it('a rule that the programme lets only ask says its own sentence', () => {
    const eased = ease(fail('access', 'not_step_free'), new Set(['access'] as const));
    expect(formatUnknownFacts([eased], 'fr')).toBe('Accès par des marches : à demander');
  });
});
