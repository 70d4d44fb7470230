import { type LearnerComparison, emailKey, matchLearner, nameWords, phoneKey } from './match.rules';

const known = (more: Partial<LearnerComparison> = {}): LearnerComparison => ({
  id: 'a',
  number: 7,
  sameName: true,
  sameOffice: false,
  sameEmail: null,
  samePhone: null,
  ...more,
});

describe('whoever is registered', () => {
  it.each<[string, Partial<LearnerComparison>, string]>([
    ['is the same by name and e-mail, wherever they work now', { sameEmail: true }, 'same'],
    [
      'is the same by name and telephone where no e-mail says otherwise',
      { samePhone: true },
      'same',
    ],
    [
      'is the same by name and institution where nothing says otherwise',
      { sameOffice: true },
      'same',
    ],
    ['is asked about where the name is the same at another institution', {}, 'ask'],
    [
      'is asked about where the name and the institution are the same and the e-mail is another',
      { sameOffice: true, sameEmail: false },
      'ask',
    ],
    [
      'is asked about where the telephone is another at the same institution',
      { sameOffice: true, samePhone: false },
      'ask',
    ],
    [
      'is asked about where the e-mail is that of another name',
      { sameName: false, sameEmail: true },
      'ask',
    ],
    [
      'is somebody else where an office telephone is all that they share',
      { sameName: false, samePhone: true },
      'nobody',
    ],
    [
      'the e-mail decides before the telephone',
      { sameEmail: false, samePhone: true, sameOffice: true },
      'ask',
    ],
  ])('%s', (_sentence, more, is) => {
    expect(matchLearner([known(more)]).is).toBe(is);
  });

  it('is nobody where nobody is known', () => {
    expect(matchLearner([])).toEqual({ is: 'nobody' });
  });

  it('is one of those who fit where exactly one does, and asked about where two do', () => {
    const twin = known({ id: 'b', number: 3, sameOffice: true });
    expect(matchLearner([known(), twin])).toEqual({ is: 'same', id: 'b' });
    expect(matchLearner([known({ sameOffice: true }), twin])).toEqual({
      is: 'ask',
      numbers: [3, 7],
    });
  });
});

describe('what somebody is known by', () => {
  it('is a name whatever its case, accents, dashes and order, in both scripts', () => {
    expect(nameWords('  BEN-ALI Élodie ')).toBe(nameWords('Elodie Ben Ali'));
    expect(nameWords('أحمد العلوى')).toBe(nameWords('العلوي احمد'));
    expect(nameWords('Ali Ben')).not.toBe(nameWords('Ali Benn'));
  });

  it('is a telephone however it is written, and an e-mail whatever its case', () => {
    for (const written of ['06 61-12 34 56', '00212 661 12 34 56', '+212661123456', '٠٦٦١١٢٣٤٥٦']) {
      expect(phoneKey(written)).toBe('212661123456');
    }
    expect(emailKey(' R.Amrani@Example.ORG ')).toBe('r.amrani@example.org');
  });
});
