import { compareDefinitions } from './compare-definitions.rules';
import { byPoints, form, question, say } from './samples.data';

const before = form(
  [question('a', { points: { yes: 1 } }), question('b'), question('c'), question('d')],
  byPoints,
);

describe('two versions of a form', () => {
  it('are the same where nothing differs', () => {
    expect(compareDefinitions(before, before)).toEqual({ fields: [], head: [], scoring: false });
  });

  it('a renamed label is the same field, asked otherwise', () => {
    const after = form(
      [
        question('a', { points: { yes: 2 }, label: say('Autrement') }),
        question('b', { retired: true }),
        question('d', { needed: true }),
        question('c'),
        question('e', { showIf: { field: 'a', is: 'yes' } }),
      ],
      { ...byPoints, title: say('Autre titre') },
    );
    const { fields, head, scoring } = compareDefinitions(before, after);
    expect(fields.map(({ field, change, aspects }) => [field, change, ...aspects])).toEqual([
      ['a', 'changed', 'label', 'points'],
      ['d', 'changed', 'needed', 'place'],
      ['c', 'changed', 'place'],
      ['e', 'added'],
      ['b', 'retired'],
    ]);
    expect([head, scoring]).toEqual([['title'], false]);
  });
});
