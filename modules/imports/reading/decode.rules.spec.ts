import fc from 'fast-check';
import { decode } from './decode.rules';

/** Long enough that a single control sign does not make it noise. */
const AROUND = Buffer.alloc(200, 'a');

/** The bytes of a text in one encoding, from the table of its 256 signs. */
function encode(text: string, encoding: 'windows-1252' | 'windows-1256'): Buffer {
  const signs = Array.from({ length: 256 }, (_, byte) =>
    decode(Buffer.concat([AROUND, Buffer.from([byte])]), encoding).text.slice(-1),
  );
  return Buffer.from([...text].map((sign) => signs.indexOf(sign)));
}

const ARABIC = ['سارة', 'فاطمة الزهراء', 'محمد', 'عبد الله', 'نُهى', 'بن عمر', 'خديجة'];
const FRENCH = ['Hélène', 'Zoé', 'FÈS', 'Benoît', 'L’Oriental', 'NOËL', 'Sœur', 'ÉLISE', 'Garçon'];
const columnOf = (names: string[]) => `nom;prenom\r\n${names.join(';x\r\n')};x\r\n`;

describe('the letters of a text file', () => {
  it('in Windows-1256, as Arabic Excel saves a CSV, are Arabic', () => {
    const bytes = Buffer.from('6e6f6d3bc7e1d3e40d0ad3c7d1c93b32310d0a', 'hex');
    expect(decode(bytes)).toEqual({ text: 'nom;السن\r\nسارة;21\r\n', encoding: 'windows-1256' });
  });

  it('in Windows-1252, as French Excel saves a CSV, are French', () => {
    const bytes = Buffer.from('5072e96e6f6d3b56696c6c650d0a5a6fe93b46c8530d0a', 'hex');
    expect(decode(bytes)).toEqual({
      text: 'Prénom;Ville\r\nZoé;FÈS\r\n',
      encoding: 'windows-1252',
    });
  });

  it('of French headings over Arabic names are both read', () => {
    const text = 'Prénom;Né à;Reçu\r\nسارة;فاس;é\r\n';
    expect(decode(encode(text, 'windows-1256'))).toEqual({ text, encoding: 'windows-1256' });
  });

  it('in UTF-8 with and without its mark, and in UTF-16 with it, are read without the mark', () => {
    const text = 'Prénom\nسارة\nZoé\n';
    expect(decode(Buffer.from(text))).toEqual({ text, encoding: 'utf-8' });
    expect(decode(Buffer.from(`\ufeff${text}`))).toEqual({ text, encoding: 'utf-8' });
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(decode(utf16)).toEqual({ text, encoding: 'utf-16le' });
    expect(decode(Buffer.from(utf16).swap16())).toEqual({ text, encoding: 'utf-16be' });
  });

  it('of any list of Arabic names, or of French ones, come back as they were written', () => {
    const names = (all: string[]) => fc.array(fc.constantFrom(...all), { minLength: 1 });
    fc.assert(
      fc.property(names(ARABIC), names(FRENCH), (arabic, french) => {
        expect(decode(encode(columnOf(arabic), 'windows-1256')).text).toBe(columnOf(arabic));
        // Of these alone "L’Oriental" has no accent: then both encodings say the same.
        expect(decode(encode(columnOf(french), 'windows-1252')).text).toBe(columnOf(french));
      }),
    );
  });

  it('are read as the person chose, and refused where they cannot be', () => {
    const bytes = encode('nom\r\nسارة\r\n', 'windows-1256');
    expect(decode(bytes, 'windows-1252').text).toBe('nom\r\nÓÇÑÉ\r\n');
    expect(() => decode(bytes, 'utf-8')).toThrow('imports.wrong_encoding');
    expect(() => decode(Buffer.from('abc'), 'utf-16le')).toThrow('imports.wrong_encoding');
  });
});
