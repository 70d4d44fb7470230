import { withChosen } from './chosen-field';

describe('a text that fitted several', () => {
  const asked = { note: 'à garder', who: 'fatima', 'who-asked': 'fatima' };

  it('is replaced by the button that was pressed', () => {
    expect(withChosen({ ...asked, 'who-choice': 'M-1' })).toEqual({ note: 'à garder', who: 'M-1' });
    expect(withChosen({ ...asked, who: '', 'who-choice': 'M-1' })).toMatchObject({ who: 'M-1' });
  });

  it('stays where no button was pressed, or another text was typed since', () => {
    expect(withChosen(asked)).toEqual({ note: 'à garder', who: 'fatima' });
    expect(withChosen({ ...asked, who: 'amina', 'who-choice': 'M-1' })).toMatchObject({
      who: 'amina',
    });
  });

  it('makes no field that the form did not have, and takes no list', () => {
    expect(withChosen({ '__proto__-choice': 'x', 'other-choice': 'M-1' })).toEqual({});
    expect(withChosen({ ...asked, 'who-choice': ['M-1', 'M-2'] })).toMatchObject({ who: 'fatima' });
  });
});
