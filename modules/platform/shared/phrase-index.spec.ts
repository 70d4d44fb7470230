import { PhraseIndex } from './phrase-index';

const has = (text: string, phrase: string) =>
  new PhraseIndex(text.split(' ')).has(phrase === '' ? [] : phrase.split(' '));

describe('the phrases of a text', () => {
  it.each([
    ['a b c', 'b c', true],
    ['a b c', 'a c', false],
    ['a b', 'b c', false],
    ['a b a c', 'a c', true],
    ['ab', 'a', false],
    ['a', '', false],
    ['تسكن في الياسمين', 'الياسمين', true],
    ['تسكن بالياسمين', 'الياسمين', true],
    ['وبالياسمين', 'الياسمين', true],
    ['انتقلت للياسمين', 'الياسمين', true],
    ['تقيم بماوي الامل', 'ماوي الامل', true],
    ['فكدار الارز', 'دار الارز', true],
    // Before the first word of a phrase alone.
    ['دار بالارز', 'دار الارز', false],
    // Two letters are left at least.
    ['بال', 'ال', true],
    ['بل', 'ل', false],
  ])('in "%s", "%s": %s', (text, phrase, expected) => {
    expect(has(text, phrase)).toBe(expected);
  });
});
