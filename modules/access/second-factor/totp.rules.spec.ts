import {
  acceptedStep,
  base32,
  bytesOfBase32,
  codeOf,
  keyUri,
  nextCode,
  stepAt,
} from './totp.rules';

/** The secret of RFC 4226 and of the SHA-1 rows of RFC 6238. */
const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1_000);

describe('codes of an authenticator app', () => {
  it.each([
    [59, 1, '94287082'],
    [1_111_111_109, 37_037_036, '07081804'],
    [1_111_111_111, 37_037_037, '14050471'],
    [1_234_567_890, 41_152_263, '89005924'],
    [2_000_000_000, 66_666_666, '69279037'],
    [20_000_000_000, 666_666_666, '65353130'],
  ])('are those of RFC 6238, appendix B: second %i', (seconds, step, code) => {
    expect(stepAt(at(seconds))).toBe(step);
    expect(codeOf(SECRET, step, 8)).toBe(code);
    expect(codeOf(SECRET, step)).toBe(code.slice(2));
  });

  it('are those of RFC 4226, appendix D', () => {
    const codes = Array.from({ length: 10 }, (_, count) => codeOf(SECRET, count));
    expect(codes).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  it('are accepted one step early or late, and not two', () => {
    const now = at(30 * 1_000 + 10);
    const accepted = [998, 999, 1_000, 1_001, 1_002].map((step) =>
      acceptedStep(SECRET, codeOf(SECRET, step), now, null),
    );
    expect(accepted).toEqual([null, 999, 1_000, 1_001, null]);
  });

  it('are refused at and before the last accepted step', () => {
    const now = at(30 * 1_000);
    const after = (lastStep: number) =>
      [999, 1_000, 1_001].map((step) => acceptedStep(SECRET, codeOf(SECRET, step), now, lastStep));
    expect(after(998)).toEqual([999, 1_000, 1_001]);
    expect(after(999)).toEqual([null, 1_000, 1_001]);
    expect(after(1_000)).toEqual([null, null, 1_001]);
    expect(after(1_001)).toEqual([null, null, null]);
  });

  it.each(['', '12345', '1234567', 'abcdef', '28708２'])('are not "%s"', (typed) => {
    expect(acceptedStep(SECRET, typed, at(59), null)).toBeNull();
  });

  it('name the next one that would be accepted, and when', () => {
    const now = at(30 * 1_000 + 12);
    expect(nextCode(SECRET, now, null)).toEqual({ code: codeOf(SECRET, 1_000), inSeconds: 0 });
    expect(nextCode(SECRET, now, 1_000)).toEqual({ code: codeOf(SECRET, 1_001), inSeconds: 0 });
    expect(nextCode(SECRET, now, 1_001)).toEqual({ code: codeOf(SECRET, 1_002), inSeconds: 18 });
  });
});

describe('what an authenticator app is told', () => {
  it('is the secret in base 32 (RFC 4648, section 10)', () => {
    const texts = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
    expect(texts.map((text) => base32(Buffer.from(text)))).toEqual([
      '',
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ]);
    expect(bytesOfBase32('mzxw 6ytb oi').toString()).toBe('foobar');
    expect(bytesOfBase32(base32(SECRET))).toEqual(SECRET);
  });

  it('is an address with the name of the programme and of the account', () => {
    const uri = keyUri(SECRET, { issuer: 'Refuge & retour', account: 'amal@example.org' });
    expect(uri).toBe(
      'otpauth://totp/Refuge%20%26%20retour:amal%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' +
        '&issuer=Refuge%20%26%20retour&algorithm=SHA1&digits=6&period=30',
    );
  });
});
