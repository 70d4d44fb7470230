import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../platform/config/root';

const words = (language: string) =>
  JSON.parse(readFileSync(join(ROOT, `templates/locales/${language}/people.json`), 'utf8'));
const params = (sentence: string) => [...(sentence.match(/\{\{\w+\}\}/g) ?? [])].sort();

describe('the words about people', () => {
  it('say the same facts in each error', () => {
    for (const [code, sentence] of Object.entries<string>(words('fr').errors))
      for (const language of ['ar', 'en'])
        expect([code, params(words(language).errors[code])]).toEqual([code, params(sentence)]);
  });

  it('have a sentence for each code that registering or importing can give', () => {
    const folder = join(ROOT, 'modules/beneficiaries');
    const source = [folder, join(folder, 'import')]
      .flatMap((place) => readdirSync(place).map((name) => join(place, name)))
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const codes = [
      ...[
        ...source.matchAll(/(?<!action: |useCase: |recordReading\(\s*tx,\s*)'people\.([a-z_]+)'/g),
      ].map(([, code]) => code!),
      ...[...source.matchAll(/wrong\(\s*(?:'\w+'|column), '([a-z_]+)'/g)].map(([, code]) => code!),
      ...[...source.matchAll(/wrong\(\s*'([a-z]+_[a-z_]+)'/g)].map(([, code]) => code!),
      // Acts of the audit log.
    ].filter((code) => !['birthYear', 'search', 'pick'].includes(code));
    expect(new Set(codes).size).toBeGreaterThan(25);
    const known = Object.keys(words('fr').errors);
    expect(
      [...new Set(codes)].filter(
        (code) => !known.includes(code) && !['documents', 'phone'].includes(code),
      ),
    ).toEqual([]);
  });
});
