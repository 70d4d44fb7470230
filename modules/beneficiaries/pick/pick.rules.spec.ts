import { newCaseNumber } from '../case-number.rules';
import { asPickedNumber, isNumberShaped, ownFirst, wholeNumberOf } from './pick.rules';

const NUMBER = newCaseNumber((bytes) => Uint8Array.from({ length: bytes }, (_, n) => n + 3));

describe('what was typed where a person is asked for', () => {
  it.each([
    NUMBER,
    NUMBER.toLowerCase().replaceAll('-', ' '),
    'M-0000-000-1',
    'M 4K7Q 2XV 9',
    ' m4k7q2xv9 ',
  ])('%s is meant as a whole number', (typed) => expect(isNumberShaped(typed)).toBe(true));

  it.each(['fatima', 'M-4K7', 'Moussakone', 'محمد بنعلي', 'M', '', 'x'.repeat(200)])(
    '%s is not',
    (typed) => expect(isNumberShaped(typed)).toBe(false),
  );

  it.each([
    ['M-4K7Q', 'M-4K7Q'],
    ['4k7', 'M-4k7'],
    ['4K7Q-2XV', 'M-4K7Q-2XV'],
    [NUMBER.slice(2), NUMBER],
    ['fatima', null],
    ['moussa', null],
    // Read as a beginning first; where no case has it, it is a number of before Mawa.
    ['DT 2024', 'M-DT 2024'],
    ['4K', null],
    ['4K7Q 2XV 9 9 9', null],
  ])('%s is looked for as the number %s', (typed, number) =>
    expect(asPickedNumber(typed)).toBe(number),
  );

  it('takes a whole number without its M', () => {
    expect(wholeNumberOf(NUMBER.slice(2).toLowerCase())).toBe(NUMBER);
    expect(wholeNumberOf(NUMBER.slice(0, -2))).toBeNull();
    expect(wholeNumberOf('fatima')).toBeNull();
  });

  it('puts the own caseload first and keeps the order otherwise', () => {
    const found = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
    expect(ownFirst(found, new Set(['d', 'b'])).map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
  });
});
