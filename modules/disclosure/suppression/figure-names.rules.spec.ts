import { isSubset, nameOfSelection, nameOfFigure } from './figure-names.rules';

describe('the name of a figure', () => {
  it('is that of reports where a report has the same number', () => {
    const people = (where: Record<string, string[]>) =>
      nameOfSelection({ counted: 'people_served', where }, null);
    expect(people({})).toBe('people.served');
    expect(people({ age: ['50+'] })).toBe('people-by-age/50+/total');
    expect(people({ sex: ['female'] })).toBe('people-by-age/total/female');
    expect(people({ sex: ['female'], age: ['0-11'] })).toBe('people-by-age/0-11/female');
    expect(people({ origin: ['foreign'] })).toBe('people-by-origin/foreign/people');
    expect(
      nameOfSelection({ counted: 'services_given', where: { service_type: ['psy'] } }, null),
    ).toBe('services-by-type/psy/given');
  });

  it('says otherwise what was counted, of whom and when, in one order', () => {
    const name = nameOfSelection(
      { counted: 'people_served', where: { sex: ['male', 'female'], age: ['50+'] } },
      '2026-07',
    );
    expect(name).toBe('cut/people_served/2026-07/age=50%2B&sex=female+male');
    expect(nameOfFigure(name)).toEqual({
      figure: 'cut/people_served/age=50%2B&sex=female+male',
      when: { from: '2026-07-01', until: '2026-08-01' },
      of: { counted: 'people_served', where: { age: ['50+'], sex: ['female', 'male'] } },
    });
    const women = { counted: 'people_served', where: { sex: ['female'] } };
    // The report of the quarter calls it that.
    expect(nameOfFigure(nameOfSelection(women, '2026-Q3'))).toEqual({
      figure: 'people-by-age/total/female',
      when: { from: '2026-07-01', until: '2026-10-01' },
      of: women,
    });
    expect(nameOfFigure(nameOfSelection({ counted: 'calls', where: {} }, '2026-Q3'))).toEqual({
      figure: 'cut/calls/',
      when: { from: '2026-07-01', until: '2026-10-01' },
      of: { counted: 'calls', where: {} },
    });
  });

  it('of a month of a report says which month, and of one of its people of whom', () => {
    expect(nameOfFigure('beds-by-month/2026-02/used')).toEqual({
      figure: 'beds-by-month/2026-02/used',
      when: { from: '2026-02-01', until: '2026-03-01' },
      of: null,
    });
    expect(nameOfFigure('people-by-age/total/female').of).toEqual({
      counted: 'people_served',
      where: { sex: ['female'] },
    });
  });

  it('finds which selections are subsets of others', () => {
    expect(isSubset({ sex: ['female'], origin: ['foreign'] }, { sex: ['female'] })).toBe(true);
    expect(isSubset({ age: ['0-11'] }, { age: ['0-11', '12-17'] })).toBe(true);
    expect(isSubset({ sex: ['female'] }, {})).toBe(true);
    expect(isSubset({ sex: ['female'] }, { sex: ['female'] })).toBe(false);
    expect(isSubset({ sex: ['female'] }, { origin: ['foreign'] })).toBe(false);
    expect(isSubset({}, { sex: ['female'] })).toBe(false);
  });
});
