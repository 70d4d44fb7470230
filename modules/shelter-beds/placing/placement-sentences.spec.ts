import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../platform/config/root';

type Sentences = Record<string, Record<string, string>>;
const read = (language: string): Sentences =>
  JSON.parse(
    readFileSync(join(ROOT, 'templates/locales', language, 'placement.json'), 'utf8'),
  ) as Sentences;
const here = join(ROOT, 'modules/shelter-beds/placing');
const source = readdirSync(here)
  .filter((name) => /^(hard|soft|room-sharing|party)\.rules\.ts$/.test(name))
  .map((name) => readFileSync(join(here, name), 'utf8'))
  .join('\n');

/** The codes written in the rules: the last name in quotes of each pass, fail, unknown or soft. */
function codesInRules(): string[] {
  const codes = new Set<string>();
  for (const [call] of source.matchAll(
    /\b(?:pass|fail|unknown|soft|weigh)\([^;]*?\)(?=[;,\n\s\]:])/g,
  )) {
    for (const [, name] of call.matchAll(/'([a-z_]+)'/g)) codes.add(name!);
  }
  return [...codes];
}

describe('every reason has its sentence', () => {
  const french = read('fr');

  test.each(['fr', 'ar', 'en'])('in %s, with the same keys and the same blanks', (language) => {
    const own = read(language);
    for (const [group, sentences] of Object.entries(french)) {
      expect(Object.keys(own[group]!)).toEqual(Object.keys(sentences));
      for (const [code, sentence] of Object.entries(sentences)) {
        const blanks = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
        expect([code, blanks(own[group]![code]!)]).toEqual([code, blanks(sentence)]);
      }
    }
  });

  test('and no reason of the rules is left without one', () => {
    const known = new Set([
      ...Object.keys(french.reasons!),
      ...Object.keys(french.rules!),
      'other',
    ]);
    const signs = ['female', 'male', 'none', 'cot', 'step_free'];
    const left = codesInRules().filter((code) => !known.has(code) && !signs.includes(code));
    expect(left).toEqual([]);
    for (const code of Object.keys(french.reasons!)) expect(source).toContain(`'${code}'`);
  });
});
