import { logoutRequestOf, type SignedToken } from './logout-token.rules';

const NOW = new Date('2026-12-01T12:00:00Z');
const seconds = NOW.getTime() / 1000;
const mawa = { issuer: 'https://login.example.org', clientId: 'mawa' };
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const claims = {
  iss: 'https://login.example.org',
  aud: 'mawa',
  iat: seconds - 2,
  exp: seconds + 118,
  jti: 'token-1',
  sub: 'amina',
  sid: 'session-1',
  events: { [EVENT]: {} },
};
const typ = 'logout+jwt';
const without = (name: keyof typeof claims): SignedToken['claims'] =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const requestOf = (changed: object, header: SignedToken['header'] = { typ }) =>
  logoutRequestOf({ header, claims: { ...claims, ...changed } }, mawa, NOW);

describe('a logout token', () => {
  it('asks that the sessions of its session at the provider end, and is kept as long as it is good', () => {
    expect(requestOf({})).toEqual({
      id: 'token-1',
      sub: 'amina',
      sid: 'session-1',
      until: new Date('2026-12-01T12:02:28Z'),
    });
  });

  it('may name the subject or the session alone', () => {
    const request = (name: 'sub' | 'sid') =>
      logoutRequestOf({ header: { typ }, claims: without(name) }, mawa, NOW);
    expect(request('sub')).toMatchObject({ sub: null, sid: 'session-1' });
    expect(request('sid')).toMatchObject({ sub: 'amina', sid: null });
  });

  it('is kept five minutes after it was made at the longest, after which it is too old', () => {
    expect(requestOf({ iat: seconds, exp: seconds + 1e9 })).toMatchObject({
      until: new Date('2026-12-01T12:05:00Z'),
    });
    expect(requestOf({ iat: seconds - 300, exp: seconds + 1e9 })).toMatchObject({ id: 'token-1' });
    expect(requestOf({ iat: seconds - 301, exp: seconds + 1e9 })).toBe('iat');
  });

  it.each<[string, object, SignedToken['header']]>([
    ['typ', {}, {}],
    ['typ', {}, { typ: 'JWT' }],
    ['typ', {}, { typ: 'at+jwt' }],
    ['iss', { iss: 'https://login.example.org/' }, { typ }],
    ['aud', { aud: 'another-program' }, { typ }],
    ['aud', { aud: ['mawa', 'another-program'] }, { typ }],
    ['aud', { aud: [] }, { typ }],
    ['aud', { aud: undefined }, { typ }],
    ['iat', { iat: seconds + 31 }, { typ }],
    ['iat', { iat: String(seconds) }, { typ }],
    ['iat', { iat: undefined }, { typ }],
    ['exp', { exp: seconds - 30 }, { typ }],
    ['exp', { exp: undefined }, { typ }],
    ['exp', { exp: Infinity }, { typ }],
    ['events', { events: undefined }, { typ }],
    ['events', { events: null }, { typ }],
    ['events', { events: [EVENT] }, { typ }],
    ['events', { events: { [EVENT]: true } }, { typ }],
    ['events', { events: { 'http://schemas.openid.net/event/other': {} } }, { typ }],
    ['nonce', { nonce: 'n' }, { typ }],
    ['nonce', { nonce: undefined }, { typ }],
    ['sub', { sub: undefined, sid: undefined }, { typ }],
    ['sub', { sub: '' }, { typ }],
    ['sub', { sid: 7 }, { typ }],
    ['sub', { sub: 'x'.repeat(1001) }, { typ }],
    ['jti', { jti: undefined }, { typ }],
    ['jti', { jti: '' }, { typ }],
  ])('is refused for its %s: %j %j', (reason, changed, header) => {
    expect(requestOf(changed, header)).toBe(reason);
  });

  it('may be typed in full, and be for Mawa as the one of a list', () => {
    expect(requestOf({ aud: ['mawa'] }, { typ: 'application/logout+jwt' })).toMatchObject({
      id: 'token-1',
    });
  });
});
