import { Pieces } from './pieces';

describe('pieces of a page', () => {
  it('stand where they were written, and one that is known is not written again', () => {
    const write = jest.fn(() => '<td>Séjour</td>');
    const page = () => {
      const pieces = new Pieces();
      const row = pieces.mark('spec row 1', write);
      return pieces.bytesOf(`<tr>${row}${row}</tr>`).toString();
    };
    expect(page()).toBe('<tr><td>Séjour</td><td>Séjour</td></tr>');
    expect(page()).toBe('<tr><td>Séjour</td><td>Séjour</td></tr>');
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('of another key are other pieces', () => {
    const pieces = new Pieces();
    const one = pieces.mark('spec bed 1', () => 'libre');
    const two = pieces.mark('spec bed 2', () => 'حجز');
    expect(pieces.bytesOf(`${two}|${one}`).toString()).toBe('حجز|libre');
  });

  it('a mark that stands for none is left out', () => {
    const pieces = new Pieces();
    const one = pieces.mark('spec bed 3', () => 'un');
    expect(pieces.bytesOf(`${one}<!--piece 9-->`).toString()).toBe('un');
  });

  it('of the oldest ones no more is kept than there is room for', () => {
    const pieces = new Pieces();
    const write = jest.fn(() => 'x');
    pieces.mark('spec oldest', write);
    const megabyte = ' '.repeat(1024 * 1024);
    for (let n = 0; n < 16; n += 1) pieces.mark(`spec filler ${n}`, () => megabyte);
    pieces.mark('spec oldest', write);
    expect(write).toHaveBeenCalledTimes(2);
  });
});
