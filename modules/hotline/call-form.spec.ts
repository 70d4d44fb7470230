import { callForm, changesOf, formerly } from './call-form';

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

  it('half a number keeps nothing else from being kept, and is told once the button is pressed', () => {
    const typing = callForm({ note: 'elle parle bas', danger: 'yes', number: '0612' });
    expect(changesOf(typing, opened, { patient: true })).toEqual({});
    expect(changesOf(typing, opened, { patient: false })).toEqual({ number: '0612' });
  });

  it('an empty field of the number forgets no number', () => {
    const kept = callForm({ note: 'elle parle bas', danger: 'yes', number: '0612345678' });
    expect(changesOf(opened, kept, { patient: false })).toEqual({});
  });

  it('what it was before is read from the page, and nothing else is', () => {
    expect(formerly('{"note":"a","people":"x"}')).toMatchObject({ note: 'a', danger: '' });
    expect(formerly('not json')).toEqual({});
    expect(formerly(['a'])).toEqual({});
  });
});
