import { countOf, splitPosted, withoutPerson } from './registration.form';

describe('the form of a family', () => {
  const typed = {
    'people.0.names.given': 'Naïma',
    'people.1.here': '1',
    'people.2.names.given': 'Adam',
  };

  it('counts its people, one at least', () => {
    expect(countOf({})).toBe(1);
    expect(countOf(typed)).toBe(3);
  });

  it('never holds more than twenty, whatever is sent', () => {
    expect(countOf({ 'people.99.here': '1' })).toBe(20);
    expect(countOf({ 'people.999999999.here': '1' })).toBe(1);
  });

  it('loses one person and keeps what was typed of the others', () => {
    expect(withoutPerson(typed, 1)).toEqual({
      'people.0.names.given': 'Naïma',
      'people.1.names.given': 'Adam',
    });
  });

  it('separates its buttons from its fields', () => {
    expect(splitPosted({ act: 'add', _request: 'abc', 'people.0.here': '1' })).toEqual({
      fields: { 'people.0.here': '1' },
      act: 'add',
      requestId: 'abc',
    });
  });
});
