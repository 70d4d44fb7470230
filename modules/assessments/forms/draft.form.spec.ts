import { form, question, say } from '../definition/samples.data';
import { bandsFrom, headFrom, questionFrom, questionTyped, typedOf } from './draft.form';
import { BANDS } from '../definition/samples.data';
import { definition, questionsOf } from '../definition/definition-schema.rules';

const options = ['x', 'y'].map((code) => ({ code, label: say(code) }));

describe('the page of a question', () => {
  const whole = form([
    question('a'),
    question('b', {
      help: say('aide'),
      points: { yes: 2, no: 0 },
      atLeast: { yes: 'high' },
      weight: 3,
      needed: true,
    }),
    question('c', {
      kind: 'several',
      options,
      points: { y: -1 },
      fact: true,
      showIf: { field: 'a', is: 'yes' },
    }),
    question('d', {
      kind: 'scale',
      min: 0,
      max: 5,
      ends: { low: say('peu'), high: say('beaucoup') },
      steps: [{ from: 2, points: 1 }],
      showIf: {
        any: [
          { field: 'a', is: 'no' },
          { field: 'c', is: ['x', 'y'] },
        ],
      },
      asked: 'team',
    }),
    question('e', { showIf: { any: [{ all: [{ field: 'a', is: 'yes' }] }] }, for: 'child' }),
  ]);

  it.each(questionsOf(whole).map((one) => [one.id, one] as const))(
    '%s says the same there and back',
    (_id, one) => {
      const back = questionFrom(one.kind, { ...questionTyped(one), ...answersOf(one) });
      expect({ ...without(one), ...JSON.parse(JSON.stringify(back)) }).toEqual({
        ...without(one),
        ...comparable(one),
      });
    },
  );

  /** The page sends the code of each answer beside its points. */
  const answersOf = (one: (typeof whole)['sections'][number]['questions'][number]) =>
    one.kind === 'yes_no' ? { 'answers.0.code': 'yes', 'answers.1.code': 'no' } : {};
  const without = ({ id, kind, retired }: { id: string; kind: string; retired: boolean }) => ({
    id,
    kind,
    retired,
  });
  const comparable = (one: object) => JSON.parse(JSON.stringify(one));

  it('leaves out rows in which nothing is written, and hands on what is no number', () => {
    const posted = {
      'label.fr': 'Q',
      'label.ar': '',
      'label.en': '',
      asked: 'person',
      for: 'all',
      weight: 'trois',
      'options.0.code': 'x',
      'options.0.label.fr': 'X',
      'options.1.code': '',
      'options.1.label.fr': '',
      'options.0.points': '1,5',
    };
    expect(JSON.parse(JSON.stringify(questionFrom('one', posted)))).toEqual({
      label: { fr: 'Q' },
      asked: 'person',
      for: 'all',
      needed: false,
      fact: false,
      weight: 'trois',
      options: [{ code: 'x', label: { fr: 'X' } }],
      points: { x: 1.5 },
    });
  });
});

describe('the other pages of a draft', () => {
  it('bands say the same there and back', () => {
    const { scoring } = definition.parse({
      ...form([question('a')]),
      scoring: {
        by: 'points',
        bands: [
          { ...BANDS[0], task: { kind: 'safety_plan', hours: 24 }, nextDays: 7, alert: true },
          BANDS[1],
        ],
      },
    });
    const bands = scoring?.by === 'points' ? scoring.bands : [];
    expect(JSON.parse(JSON.stringify(bandsFrom(typedOf({ bands }))))).toEqual(
      JSON.parse(JSON.stringify(bands)),
    );
  });

  it('the head says the same there and back', () => {
    const whole = form([question('a')], {
      approval: true,
      nextDays: 30,
      for: 'child',
      reading: { says: say('dit'), doesNotSay: say('ne dit pas') },
    });
    const { title, about, source, part, for: whom, approval, decision, nextDays, reading } = whole;
    const head = { title, about, source, part, for: whom, approval, decision, nextDays, reading };
    expect(JSON.parse(JSON.stringify(headFrom(typedOf(head))))).toEqual(head);
  });
});
