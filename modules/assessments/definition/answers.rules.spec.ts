import { DomainError } from '../../platform/shared/domain.errors';
import { checkAnswer } from './answers.rules';
import type { Question } from './definition-schema.rules';
import { form, question, say } from './samples.data';

const [yesNo, several, number, scale, date, text, team] = form([
  question('yes_no'),
  question('several', {
    kind: 'several',
    options: ['a', 'b', 'c'].map((code) => ({ code, label: say(code) })),
  }),
  question('number', { kind: 'number', min: 0, max: 20 }),
  question('scale', { kind: 'scale', min: 0, max: 5 }),
  question('date', { kind: 'date' }),
  question('text', { kind: 'text' }),
  question('team', { kind: 'text', asked: 'team' }),
]).sections[0]!.questions as [Question, Question, Question, Question, Question, Question, Question];

const check = (one: Question, given: unknown) => checkAnswer(one, given, '2026-11-24');
const refused = (one: Question, given: unknown): string => {
  try {
    check(one, given);
    return '';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('an answer', () => {
  it('is kept as it was given, choices in the order of the form and each once', () => {
    expect(check(yesNo, { value: 'no' })).toEqual({ value: 'no' });
    expect(check(several, { value: ['c', 'a', 'c'] })).toEqual({ value: ['a', 'c'] });
    expect(check(number, { value: 2.5 })).toEqual({ value: 2.5 });
    expect(check(date, { value: '2027-02-28' })).toEqual({ value: '2027-02-28' });
    expect(check(text, { value: ' deux\r\nlignes ' })).toEqual({ value: 'deux\nlignes' });
  });

  it('may always be left out, with the reason', () => {
    for (const one of [yesNo, several, number, scale, date, text]) {
      expect(check(one, { gap: 'declined' })).toEqual({ gap: 'declined' });
      expect(check(one, { gap: 'not_known' })).toEqual({ gap: 'not_known' });
      expect(check(one, {})).toEqual({ gap: 'not_asked' });
      expect(check(one, { value: ' ' })).toEqual({ gap: 'not_asked' });
    }
    expect(refused(team, { gap: 'declined' })).toBe('common.not_choice');
  });

  it.each([
    [yesNo, { value: 'perhaps' }, 'common.not_choice'],
    [yesNo, { value: 1 }, 'common.not_text'],
    [several, { value: ['a', 'z'] }, 'common.not_choice'],
    [several, { value: 'a' }, 'common.not_choice'],
    [several, { value: [] }, 'common.not_choice'],
    [number, { value: '3' }, 'common.not_number'],
    [number, { value: Number.NaN }, 'common.not_number'],
    [number, { value: -1 }, 'common.too_small'],
    [number, { value: 21 }, 'common.too_big'],
    [scale, { value: 1.5 }, 'common.not_choice'],
    [date, { value: '2026-02-30' }, 'common.not_date'],
    [date, { value: '1888-01-01' }, 'assessments.day_out_of_range'],
    [date, { value: '2099-01-01' }, 'assessments.day_out_of_range'],
    [text, { value: 'x'.repeat(10_000) }, 'common.too_long'],
    [text, { value: 'x', gap: 'declined' }, 'assessments.answer_and_gap'],
    [text, { value: 'x', more: 1 }, 'common.invalid_value'],
    [text, 'x', 'common.invalid_value'],
    [text, null, 'common.invalid_value'],
  ] as const)('%# is refused with its sentence', (one, given, code) => {
    expect(refused(one, given)).toBe(code);
  });
});
