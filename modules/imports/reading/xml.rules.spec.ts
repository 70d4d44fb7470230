import { xmlParser } from './xml.rules';

function textOf(xml: string): string {
  let text = '';
  const ignored = () => undefined;
  const parser = xmlParser({ open: ignored, close: ignored, text: (piece) => (text += piece) });
  parser.write(xml).close();
  return text;
}

describe('XML of a workbook', () => {
  it('is read with the entities that every document has', () => {
    expect(textOf('<a><b>un &amp; deux</b> &lt;trois&gt; &#233;</a>')).toBe('un & deux <trois> é');
  });

  it('refuses a document type, and with it every entity', () => {
    const external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
    const laughs = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>';
    const parameter = '<!DOCTYPE a SYSTEM "https://example.org/evil.dtd"><a/>';
    for (const xml of [external, laughs, parameter]) {
      expect(() => textOf(xml)).toThrow('a document type is declared');
    }
    expect(() => textOf('<a>&x;</a>')).toThrow(/entity/i);
  });

  it('refuses tags in tags without end, and what is not well formed', () => {
    expect(() => textOf('<a>'.repeat(100))).toThrow('tags in tags in tags');
    expect(() => textOf('<a><b></a>')).toThrow();
  });
});
