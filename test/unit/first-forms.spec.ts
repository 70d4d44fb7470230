import { FORMS } from '../../migrations/data/forms';
import { problemsOf, readDefinition } from '../../modules/assessments';
import { type FormDefinition, questionsOf } from '../../modules/assessments';

const forms = new Map<string, FormDefinition>(
  FORMS.map((written) => [written.form, readDefinition(written).form!]),
);
const form = (key: string) => forms.get(key)!;

describe('the forms that the programme begins with', () => {
  it.each(FORMS.map((written) => [written.form, written] as const))(
    '%s has the shape of a form, and nothing keeps it from being approved',
    (_key, written) => {
      expect(readDefinition(written).problems).toEqual([]);
      expect(problemsOf(readDefinition(written).form!)).toEqual([]);
    },
  );

  it('there is one of each kind that is asked for', () => {
    expect([...forms.values()].map(({ form: key, kind, part }) => [key, kind, part])).toEqual([
      ['needs', 'needs', 'care'],
      ['risk', 'risk', 'story'],
      ['vulnerability', 'vulnerability', 'health'],
      ['best_interests', 'best_interests', 'story'],
      ['ilo_indicators', 'screening', 'story'],
      ['delphi_adult_labour', 'screening', 'story'],
    ]);
  });

  it('the eleven indicators of the ILO are eleven, by their names', () => {
    const signs = questionsOf(form('ilo_indicators')).filter(({ sign }) => sign);
    expect(signs.map(({ id }) => id).sort()).toEqual([
      'abuse_of_vulnerability',
      'abusive_conditions',
      'debt_bondage',
      'deception',
      'excessive_overtime',
      'intimidation_and_threats',
      'isolation',
      'restriction_of_movement',
      'retention_of_documents',
      'violence',
      'withholding_of_wages',
    ]);
  });

  // Counted by hand from the reference: strong, medium, weak.
  it.each([
    ['deceptive_recruitment', 1, 8, 1, 10],
    ['coercive_recruitment', 1, 9, 0, 10],
    ['recruitment_abuse', 0, 12, 4, 16],
    ['exploitation', 1, 7, 1, 9],
    ['destination_coercion', 4, 10, 1, 15],
    ['destination_abuse', 0, 5, 2, 7],
  ])('the Delphi dimension %s has its indicators', (group, strong, medium, weak, all) => {
    const signs = questionsOf(form('delphi_adult_labour')).flatMap(({ sign }) =>
      sign?.group === group ? [sign.strength] : [],
    );
    const of = (strength: string) => signs.filter((one) => one === strength).length;
    expect([of('strong'), of('medium'), of('weak')]).toEqual([strong, medium, weak]);
    expect(signs).toHaveLength(all);
  });

  it('what could not be checked in its source is marked so', () => {
    expect(form('delphi_adult_labour').source.checked).toBe('unverified');
    expect(form('delphi_adult_labour').scoring?.source?.checked).toBe('unverified');
    expect(form('ilo_indicators').source.checked).toBe('verified');
  });

  it('nothing of the account or of health is kept in clear', () => {
    const facts = [...forms.values()].flatMap((one) =>
      questionsOf(one).flatMap(({ id, fact }) => (fact ? [[one.form, id]] : [])),
    );
    expect(new Set(facts.map(([key]) => key))).toEqual(new Set(['needs']));
    expect(facts.every(([, id]) => id!.startsWith('need_'))).toBe(true);
  });

  it('no question has to be answered in order to be helped', () => {
    const needed = [...forms.values()].flatMap((one) =>
      questionsOf(one).flatMap(({ id, needed: must }) => (must ? [`${one.form} ${id}`] : [])),
    );
    expect(needed.filter((name) => !name.startsWith('best_interests '))).toEqual([]);
  });
});
