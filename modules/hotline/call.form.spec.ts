import { callForm, changesOf, previousValues, mergedNote } from './call.form';

const opened = callForm({ note: 'elle parle bas', danger: 'yes' });

describe('what the page of a call keeps', () => {
  it('only what this page changed: another window takes nothing back', () => {
    const now = callForm({ note: 'elle parle bas, deux enfants', danger: 'yes' });
    expect(changesOf(now, opened, { patient: true })).toEqual({
      note: 'elle parle bas, deux enfants',
    });
  });

  it('what was emptied is emptied', () => {
    expect(changesOf(callForm({ danger: 'yes' }), opened, { patient: true })).toEqual({
      note: null,
    });
  });

  it('an incomplete number does not block saving other fields, and is sent once the button is pressed', () => {
    const typing = callForm({ note: 'elle parle bas', danger: 'yes', number: '0612' });
    expect(changesOf(typing, opened, { patient: true })).toEqual({});
    expect(changesOf(typing, opened, { patient: false })).toEqual({ number: '0612' });
  });

  it('an empty field of the number forgets no number', () => {
    const kept = callForm({ note: 'elle parle bas', danger: 'yes', number: '0612345678' });
    expect(changesOf(opened, kept, { patient: false })).toEqual({});
  });

  it('what it was before is read from the page, and nothing else is', () => {
    expect(previousValues('{"note":"a","people":"x"}')).toMatchObject({ note: 'a', danger: '' });
    expect(previousValues('not json')).toEqual({});
    expect(previousValues(['a'])).toEqual({});
  });
});

describe('a note that two windows write', () => {
  it.each([
    ['only this one wrote', 'bas', 'bas', 'bas, seule', 'bas, seule'],
    ['only the other one wrote', 'bas', 'bas, deux enfants', 'bas', 'bas, deux enfants'],
    [
      'both went on from the same words',
      'bas',
      'bas, seule',
      'bas, deux enfants',
      'bas, seule\n, deux enfants',
    ],
    ['both began', '', 'elle est seule', 'deux enfants', 'elle est seule\ndeux enfants'],
    ['this one knows both already', '', 'seule', 'seule\ndeux enfants', 'seule\ndeux enfants'],
    ['this one emptied what the other went on with', 'bas', 'bas, seule', '', 'bas, seule'],
    ['this one wrote anew', 'bas', 'bas, seule', 'fort', 'bas, seule\nfort'],
    ['this one emptied it alone', 'bas', 'bas', '', ''],
  ])('%s', (_, base, stored, mine, both) => {
    expect(mergedNote(base, stored, mine)).toBe(both);
  });
});
