import {
  addressOf,
  chosenColumns,
  columnsOf,
  filtersOf,
  savedFiltersOf,
  type ListDefinition,
} from './list-address.rules';

const people: ListDefinition = {
  key: 'people',
  path: '/people',
  permission: 'people:list',
  filters: ['stage', 'sex', 'year'],
  columns: [
    { key: 'number', label: 'people:case_number', always: true },
    { key: 'stage', label: 'people:fields.stage' },
    { key: 'age', label: 'people:new.age' },
    { key: 'languages', label: 'people:fields.languages', extra: true },
  ],
};
const keys = (asked?: string | string[]) => columnsOf(people, asked).map(({ key }) => key);

describe('the address of a list', () => {
  it('keeps what the list filters by, and neither page nor words', () => {
    const asked = { sex: 'female', year: 2026, after: 'x', names: 'true', q: 'Mariam', stage: ' ' };
    expect(filtersOf(people, asked)).toEqual({ sex: 'female', year: '2026' });
  });

  it('keeps nothing that leads to one person, though the address names it', () => {
    const services = { ...people, passing: ['case'] };
    const asked = { case: 'M-7K2', sex: 'female' };
    expect(filtersOf(services, asked)).toEqual({ sex: 'female', case: 'M-7K2' });
    expect(savedFiltersOf(services, asked)).toEqual({ sex: 'female' });
    expect(addressOf(services, asked)).toBe('/people?sex=female&case=M-7K2');
  });

  it('takes no list, object or endless text for a filter', () => {
    const asked = { stage: ['a', 'b'], sex: { $ne: 1 }, year: 'x'.repeat(81) };
    expect(filtersOf(people, asked)).toEqual({});
  });

  it('shows the columns of the list until somebody chooses', () => {
    expect(keys()).toEqual(['number', 'stage', 'age']);
    expect(keys('')).toEqual(['number', 'stage', 'age']);
    expect(keys('unknown')).toEqual(['number', 'stage', 'age']);
  });

  it('shows those chosen in the order of the list, the number always', () => {
    expect(keys('languages,stage')).toEqual(['number', 'stage', 'languages']);
    expect(keys(['age', 'languages'])).toEqual(['number', 'age', 'languages']);
  });

  it('names no columns where they are those of the list anyway', () => {
    expect(chosenColumns(people, columnsOf(people, 'age,stage,number'))).toEqual([]);
    expect(chosenColumns(people, columnsOf(people, 'age'))).toEqual(['number', 'age']);
  });

  it('is the same for the same view, whoever wrote it in which order', () => {
    const address = '/people?stage=assisted&sex=female&columns=number,age';
    expect(addressOf(people, { sex: 'female', stage: 'assisted' }, ['number', 'age'])).toBe(
      address,
    );
    expect(addressOf(people, { stage: 'assisted', sex: 'female' }, ['number', 'age'])).toBe(
      address,
    );
    expect(addressOf(people, {})).toBe('/people');
    expect(addressOf(people, {}, [], { after: 'k&1' })).toBe('/people?after=k%261');
  });
});
