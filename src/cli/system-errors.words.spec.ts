import { writeFileSync } from 'node:fs';
import { sentenceOfError } from './system-errors.words';

describe('an error of the system', () => {
  const errorOf = (act: () => void): Error => {
    try {
      act();
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was refused');
  };

  it('names the file and says what is wrong with it', () => {
    const there = errorOf(() => writeFileSync(__filename, '', { flag: 'wx' }));
    expect(sentenceOfError(there)).toBe(
      `${__filename} is there already, and nothing was written over it.`,
    );
    const gone = errorOf(() => writeFileSync('/nowhere/at/all', ''));
    expect(sentenceOfError(gone)).toBe('/nowhere/at/all is not there.');
  });

  it('names a port that is taken', () => {
    const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 3000 });
    expect(sentenceOfError(taken)).toBe('Port 3000 is in use by another program.');
  });

  it('is left as it is where it is another', () => {
    expect(sentenceOfError(new Error('No such grant.'))).toBe('No such grant.');
    const unknown = Object.assign(new Error('odd'), { code: 'EODD', path: '/a' });
    expect(sentenceOfError(unknown)).toBe('odd');
  });
});
