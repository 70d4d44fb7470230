import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../platform/config/root';
import { lettersOf, spellOut, wordsOf } from './name-letters.rules';
import { phoneticCost, matches, SAME_WORD, type Unit, unitsOf } from './name.rules';

const names = readFileSync(join(ROOT, 'test/fixtures/names/pairs.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => line.split(',').slice(0, 2));
const units = [
  ...new Map(names.flatMap((name) => unitsOf(wordsOf(name))).map((unit) => [unit.text, unit])),
].map(([, unit]) => unit);

const shareAnOutline = (a: Unit, b: Unit): boolean =>
  a.outlines.some((outline) => b.outlines.includes(outline));

const SIGNS = [
  ...'aabcdeefghiijklmnoopqrstuuvwxyz379 -’éèçïñœŋ',
  ...'ابتثجحخدذرزسشصضطظعغفقكلمنهويةىؤئءأإآٱگچپڤـ َُّ',
];
const typed = fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 1, maxLength: 24 });
/** A word of the fixture with a letter or two of it changed. */
const misspelt = fc
  .tuple(fc.constantFrom(...units), fc.nat(), fc.constantFrom(...SIGNS), fc.nat({ max: 2 }))
  .map(([{ text }, at, sign, gone]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + sign + text.slice(place + gone);
  });

describe('the outline of a word', () => {
  it('is shared by all words of the fixture that are taken for one name', () => {
    let met = 0;
    const apart: string[] = [];
    for (const a of units.filter((_unit, place) => place % 40 === 0))
      for (const b of units) {
        if (phoneticCost(a, b) > SAME_WORD) continue;
        met += 1;
        if (!shareAnOutline(a, b)) apart.push(`${a.text} ${b.text}`);
      }
    expect(apart).toEqual([]);
    expect(met).toBeGreaterThan(150);
  });

  it('and by words that are misspelt or mean nothing', () => {
    const word = fc.oneof(misspelt, typed);
    fc.assert(
      fc.property(word, word, misspelt, (one, other, near) => {
        for (const a of unitsOf(wordsOf(one)))
          for (const b of unitsOf(wordsOf(`${other} ${near} ${one}`)))
            if (phoneticCost(a, b) <= SAME_WORD) expect(shareAnOutline(a, b)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('differs for most words, or it would save nothing', () => {
    const sample = units.filter((_unit, place) => place % 60 === 0);
    const shared = sample.flatMap((a) => units.filter((b) => shareAnOutline(a, b)));
    expect(shared.length / (sample.length * units.length)).toBeLessThan(0.01);
  });

  it('never hides a person: one who is spelt as asked is always met', () =>
    fc.assert(
      fc.property(misspelt, (name) => {
        if (wordsOf(name).length > 0) expect(matches(name, [name]).matched).toBe(true);
      }),
    ));
});

describe('plain letters', () => {
  it('come from the table as they are spelt out', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          typed,
          fc.string({ unit: 'grapheme', maxLength: 30 }),
          fc.string({ unit: 'binary' }),
        ),
        (text) => expect(lettersOf(text)).toBe(spellOut(text)),
      ),
      { numRuns: 2_000 },
    ));

  it('also where a mark is typed apart from its letter', () => {
    for (const text of [
      'c\u0327a',
      '\u0627\u0653',
      '\u0648\u0654',
      'ç\u064e',
      'é\u0301',
      '\u0644\u064e\u0651',
    ])
      expect(lettersOf(text)).toBe(spellOut(text));
  });
});
