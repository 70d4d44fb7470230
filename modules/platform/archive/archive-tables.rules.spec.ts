import { fillingOrder } from './archive-tables.rules';

const key = (table: string, refersTo: string) => ({
  constraint: `${table}_${refersTo}`,
  table,
  refersTo,
});

describe('the order in which tables are filled', () => {
  it('begins with those that refer to nothing', () => {
    const keys = [key('stays', 'cases'), key('cases', 'users'), key('cases', 'cases')];
    expect(fillingOrder(['stays', 'cases', 'users'], keys)).toEqual({
      tables: ['users', 'cases', 'stays'],
      later: [],
    });
  });

  it('names the keys that can be checked only at the end, where tables refer to each other', () => {
    const keys = [key('a', 'b'), key('b', 'a'), key('c', 'b')];
    expect(fillingOrder(['a', 'b', 'c'], keys)).toEqual({
      tables: ['a', 'b', 'c'],
      later: [key('a', 'b')],
    });
  });
});
