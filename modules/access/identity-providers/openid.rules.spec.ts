import { isIssuer, secretsOf, showsSecondFactor, signedInSince, typedValues } from './openid.rules';

const MFA = { factorAmr: ['mfa', 'otp'], factorAcr: ['urn:agency:mfa'] };

describe('a second factor of a provider', () => {
  it.each([
    [{ amr: ['pwd', 'mfa'] }, true],
    [{ acr: 'urn:agency:mfa' }, true],
    [{ amr: ['pwd'], acr: 'urn:agency:single' }, false],
    [{}, false],
    // Of another type than the standard says, or another spelling.
    [{ amr: 'mfa' }, false],
    [{ amr: ['MFA'] }, false],
    [{ amr: [['mfa']] }, false],
    [{ acr: ['urn:agency:mfa'] }, false],
  ])('%j: %s', (claims, shown) => {
    expect(showsSecondFactor(claims, MFA)).toBe(shown);
  });

  it('counts nowhere unless its values are listed', () => {
    const none = { factorAmr: [], factorAcr: [] };
    expect(showsSecondFactor({ amr: ['mfa'], acr: 'urn:agency:mfa' }, none)).toBe(false);
  });
});

describe('a fresh sign-in at the provider', () => {
  const sentAt = new Date('2026-11-24T10:00:00.900Z');
  const now = new Date('2026-11-24T10:02:00Z');
  const at = (instant: string) => Date.parse(instant) / 1000;

  it.each([
    ['2026-11-24T10:01:00Z', true],
    ['2026-11-24T09:59:30Z', true],
    ['2026-11-24T09:59:29Z', false],
    ['2026-11-24T10:02:30Z', true],
    ['2026-11-24T10:02:31Z', false],
  ])('at %s: %s', (instant, fresh) => {
    expect(signedInSince({ auth_time: at(instant) }, sentAt, now)).toBe(fresh);
  });

  it('is none without a time, or with one of another type', () => {
    expect(signedInSince({}, sentAt, now)).toBe(false);
    expect(signedInSince({ auth_time: '1764000000' }, sentAt, now)).toBe(false);
  });
});

describe('an issuer', () => {
  it.each([
    ['https://login.example.org', true],
    ['https://login.example.org/realms/mawa', true],
    ['http://login.example.org', false],
    ['http://127.0.0.1:4000', false],
    ['https://login.example.org/?a=1', false],
    ['https://login.example.org/#a', false],
    ['https://me:secret@login.example.org', false],
    ['ftp://login.example.org', false],
    ['login.example.org', false],
    ['', false],
  ])('%s: %s', (text, good) => {
    expect(isIssuer(text, false)).toBe(good);
  });

  it('is of this machine only among invented people', () => {
    for (const issuer of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])
      expect([isIssuer(issuer, true), isIssuer(issuer, false)]).toEqual([true, false]);
    for (const other of ['http://127.0.0.1.example.org', 'http://10.0.0.1', 'http://localhost.org'])
      expect(isIssuer(other, true)).toBe(false);
  });
});

describe('the secrets of a request', () => {
  it('differ from each other and from those of another request, and are long enough', () => {
    const all = ['one', 'two'].flatMap((token) => Object.values(secretsOf(token)));
    expect(new Set(all).size).toBe(6);
    for (const secret of all) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(secretsOf('one')).toEqual(secretsOf('one'));
  });
});

describe('values typed in one field', () => {
  it('are apart by spaces, commas or semicolons, each once', () => {
    expect(typedValues(' iom.int, unodc.org;iom.int ، a.b')).toEqual([
      'iom.int',
      'unodc.org',
      'a.b',
    ]);
    expect(typedValues(undefined)).toEqual([]);
  });
});
