import { placesOf, withoutBlanks, withSafetyGoal } from './plan.form';

describe('the form of a plan', () => {
  it('leaves out what nobody filled in, and keeps what was half filled in', () => {
    const posted = {
      revision: '3',
      'goals.0.title': 'Un métier',
      'goals.0.dimension': 'economic',
      'goals.0.steps.0.what': 'S’inscrire',
      'goals.0.steps.0.who': 'person',
      'goals.0.steps.1.what': ' ',
      'goals.0.steps.1.who': 'team',
      'goals.1.title': '',
      'goals.1.dimension': 'health',
      'goals.2.title': '',
      'goals.2.dimension': 'legal',
      'goals.2.steps.0.what': 'Voir l’avocate',
    };
    expect(Object.keys(withoutBlanks(posted))).toEqual([
      'revision',
      'goals.0.title',
      'goals.0.dimension',
      'goals.0.steps.0.what',
      'goals.0.steps.0.who',
      'goals.2.title',
      'goals.2.dimension',
      'goals.2.steps.0.what',
    ]);
  });

  it('has an empty place for the next step of each goal and for the next goal', () => {
    const places = placesOf({ 'goals.0.title': 'a', 'goals.0.steps.1.what': 'b' });
    expect(places.map(({ isNew, steps }) => [isNew, steps.length])).toEqual([
      [false, 3],
      [true, 1],
    ]);
    expect(placesOf({})).toHaveLength(1);
  });

  it('has a goal of safety to write, where there is none yet', () => {
    expect(withSafetyGoal({ revision: '1' })).toEqual({
      revision: '1',
      'goals.0.dimension': 'safety',
    });
    const economic = { 'goals.0.title': 'Un métier', 'goals.0.dimension': 'economic' };
    expect(withSafetyGoal(economic)).toEqual({ ...economic, 'goals.1.dimension': 'safety' });
    const written = { 'goals.0.title': 'Qui appeler', 'goals.0.dimension': 'safety' };
    expect(withSafetyGoal(written)).toEqual(written);
  });
});
