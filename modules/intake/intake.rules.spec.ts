import {
  answersOf,
  asForm,
  belongsTo,
  restorePerson,
  type Draft,
  emptyDraft,
  keepStep,
  nextOf,
  previousOf,
  stepOf,
  STEPS,
  withoutPerson,
  withPerson,
} from './intake.rules';
import type { FormValues } from '../beneficiaries/corrections/correction.rules';

const said = (
  draft: Draft,
  step: (typeof STEPS)[number],
  typed: FormValues,
  base: FormValues | null = null,
) => keepStep(draft, step, { typed, places: draft.people, base, settles: true });

describe('the steps of an intake', () => {
  it('begin with who is here and what is safe, and end with a look at all of it', () => {
    expect(STEPS[0]).toBe('people');
    expect(STEPS[1]).toBe('safety');
    expect(STEPS.at(-1)).toBe('review');
    expect([nextOf('people'), nextOf('review')]).toEqual(['safety', 'review']);
    expect([previousOf('people'), previousOf('age')]).toEqual(['people', 'identity']);
  });

  it('each have their fields, and a field leads to its step', () => {
    expect(belongsTo('identity', 'people.3.names.given')).toBe(true);
    expect(belongsTo('identity', 'people.3.birthDate')).toBe(false);
    expect(belongsTo('documents', 'people.0.documents.12.number')).toBe(true);
    expect(belongsTo('documents', 'people.0.documents.x.number')).toBe(false);
    expect(stepOf('people.0.safeContact.mayCall')).toBe('safety');
    expect(stepOf('registeredOn')).toBe('people');
    expect(stepOf('people.0.documents.0.number')).toBe('documents');
  });
});

describe('what is typed', () => {
  it('is kept as it was typed, right or not, and what is emptied is gone', () => {
    const { draft } = said(emptyDraft(), 'age', { 'people.0.birthYear': ' dix-sept ' });
    expect(draft.answers).toEqual({ 'people.0.birthYear': ' dix-sept ' });
    expect(said(draft, 'age', { 'people.0.birthYear': '' }).draft.answers).toEqual({});
  });

  it('leaves the other steps and the other people alone', () => {
    let draft = withPerson(emptyDraft(), 'child');
    draft = said(draft, 'identity', {
      'people.0.names.given': 'Mariam',
      'people.1.names.given': 'Issa',
    }).draft;
    const typed = { 'people.0.names.given': 'Maryam' };
    draft = keepStep(draft, 'identity', { typed, places: [0], base: null, settles: true }).draft;
    expect(answersOf(draft, 'identity')).toEqual({
      'people.0.names.given': 'Maryam',
      'people.1.names.given': 'Issa',
    });
    expect(draft.answers['people.1.relation']).toBe('child');
  });

  it('is nothing but the fields of the step, of people who are there', () => {
    const refused = (typed: FormValues) => () => said(emptyDraft(), 'identity', typed);
    expect(refused({ 'people.0.story': 'x' })).toThrow('common.unknown_field');
    expect(refused({ 'people.7.names.given': 'x' })).toThrow('common.unknown_field');
    expect(refused({ __proto__x: 'x' })).toThrow('common.unknown_field');
  });

  it('has an end: more than a book is refused', () => {
    const book = { 'people.0.story': 'x'.repeat(300_001) };
    expect(() => said(emptyDraft(), 'story', book)).toThrow('intake.too_long');
  });
});

describe('two devices at once', () => {
  const base = { 'people.0.names.given': 'Mariam' };
  const first = said(emptyDraft(), 'identity', {
    'people.0.names.given': 'Mariam',
    'people.0.sex': 'female',
  }).draft;

  it('take over what only the other one filled, and say which', () => {
    const { draft, taken } = said(
      first,
      'identity',
      { 'people.0.names.given': 'Mariam', 'people.0.names.family': 'Ouattara' },
      base,
    );
    expect(draft.answers).toEqual({
      'people.0.names.given': 'Mariam',
      'people.0.names.family': 'Ouattara',
      'people.0.sex': 'female',
    });
    expect(taken).toEqual(['people.0.sex']);
    expect(draft.elsewhere).toEqual({});
  });

  it('both keep what they wrote in the same field, until somebody has seen it and goes on', () => {
    const { draft, taken } = said(first, 'identity', { 'people.0.names.given': 'Awa' }, {});
    expect(draft.answers['people.0.names.given']).toBe('Awa');
    expect(draft.elsewhere).toEqual({ 'people.0.names.given': 'Mariam' });
    expect(taken).toEqual(['people.0.sex']);
    // Kept by itself while somebody types: nobody has read the sentence yet.
    const typed = { 'people.0.names.given': 'Awa', 'people.0.sex': 'female' };
    const unseen = { typed, places: [0], base: null, settles: false };
    expect(keepStep(draft, 'identity', unseen).draft.elsewhere).toEqual(draft.elsewhere);
    expect(said(draft, 'identity', typed).draft.elsewhere).toEqual({});
  });

  it('have no quarrel in different steps', () => {
    const { draft, taken } = said(first, 'age', { 'people.0.birthYear': '1997' }, {});
    expect(taken).toEqual([]);
    expect(draft.answers).toEqual({
      'people.0.names.given': 'Mariam',
      'people.0.sex': 'female',
      'people.0.birthYear': '1997',
    });
  });
});

describe('who is there', () => {
  it('keeps the place that it was given, whoever leaves', () => {
    let draft = withPerson(withPerson(emptyDraft(), 'child'), 'sibling');
    draft = said(draft, 'identity', { 'people.2.names.given': 'Fanta' }).draft;
    draft = withoutPerson(draft, 1);
    expect([draft.people, draft.removed]).toEqual([[0, 2], [1]]);
    expect(withPerson(draft, '').people).toEqual([0, 2, 3]);
    expect(asForm(draft)).toEqual({
      'people.0.here': '1',
      'people.2.here': '1',
      'people.2.relation': 'sibling',
      'people.2.names.given': 'Fanta',
    });
    expect(restorePerson(draft, 1).people).toEqual([0, 1, 2]);
    expect(restorePerson(draft, 1).answers['people.1.relation']).toBe('child');
  });

  it('is somebody at least, and twenty at most', () => {
    expect(() => withoutPerson(emptyDraft(), 0)).toThrow('intake.somebody_stays');
    let draft = emptyDraft();
    for (let more = 1; more < 20; more += 1) draft = withPerson(draft, 'child');
    expect(() => withPerson(draft, 'child')).toThrow('intake.too_many_people');
  });

  it('relates the others to the first, who is related to nobody', () => {
    const draft = withoutPerson(withPerson(withPerson(emptyDraft(), 'child'), 'child'), 0);
    expect(asForm(draft)).toEqual({
      'people.1.here': '1',
      'people.2.here': '1',
      'people.2.relation': 'child',
    });
  });
});
