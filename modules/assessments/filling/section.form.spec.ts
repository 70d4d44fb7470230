import type { Answers } from '../definition/answers.rules';
import { form, question, say } from '../definition/samples.data';
import { givenIn, typedOf } from './section.form';

const { questions } = form([
  question('yes_no'),
  question('scale', { kind: 'scale', min: 0, max: 5 }),
  question('several', {
    kind: 'several',
    options: ['a', 'b'].map((code) => ({ code, label: say(code) })),
  }),
  question('number', { kind: 'number', min: 0, max: 9 }),
  question('text', { kind: 'text' }),
]).sections[0]!;
const shown = questions.map(({ id }) => id);

describe('a section as a form', () => {
  it('says the same there and back', () => {
    const answers: Answers = {
      yes_no: { value: 'no' },
      scale: { value: 3 },
      several: { value: ['a', 'b'] },
      number: { value: 2.5 },
      text: { gap: 'declined' },
    };
    expect(typedOf(questions, answers)).toEqual({
      'v.yes_no': 'no',
      'v.scale': '3',
      'v.several': ['a', 'b'],
      'g.several': '',
      'v.number': '2.5',
      'g.number': '',
      'v.text': '',
      'g.text': 'declined',
    });
    expect(givenIn(questions, { shown, ...typedOf(questions, answers) })).toEqual({
      yes_no: { value: 'no' },
      scale: { value: 3 },
      several: { value: ['a', 'b'], gap: undefined },
      number: { value: 2.5, gap: undefined },
      text: { value: '', gap: 'declined' },
    });
  });

  it('reads what browsers send: one box ticked as text, a decimal comma, nothing at all', () => {
    const posted = { shown, 'v.several': 'a', 'v.number': '1 234,5', 'v.yes_no': '~not_known' };
    expect(givenIn(questions, posted)).toMatchObject({
      yes_no: { gap: 'not_known' },
      scale: {},
      several: { value: ['a'] },
      number: { value: 1234.5 },
      text: {},
    });
  });

  it('leaves alone what the page did not show', () => {
    expect(givenIn(questions, { shown: 'yes_no', 'v.yes_no': 'yes', 'v.text': 'x' })).toEqual({
      yes_no: { value: 'yes' },
    });
    expect(givenIn(questions, {})).toEqual({});
  });

  it('hands on what is no answer, so that it is refused with a sentence', () => {
    const posted = { shown, 'v.scale': '77', 'v.number': 'beaucoup' };
    expect(givenIn(questions, posted)).toMatchObject({
      scale: { value: '77' },
      number: { value: 'beaucoup' },
    });
  });
});
