import { startApp, type TestApp } from '../support/app';
import { PASSWORD } from '../support/app';

describe('the address of a caller', () => {
  /** The address that a sign-in is written down with, where the caller says these of itself. */
  const seenBy = async (mawa: TestApp, said: Record<string, string>): Promise<string[]> => {
    const { email, get } = await mawa.signIn('auditor');
    const first = await mawa.http().get('/api/v1/session');
    const cookie = String(first.headers['set-cookie']).split(';')[0]!;
    const signIn = mawa
      .http()
      .post('/api/v1/session')
      .set({ cookie, ...said });
    await signIn
      .set('x-csrf-token', first.body.csrfToken as string)
      .send({ email, password: PASSWORD })
      .expect(201);
    const { body } = await get('/api/v1/account').expect(200);
    return (body.sessions as { address: string | null }[]).map(({ address }) => address ?? '');
  };
  const FORGED = {
    'x-forwarded-for': '203.0.113.9',
    'x-real-ip': '203.0.113.9',
    forwarded: 'for=203.0.113.9',
    'x-client-ip': '203.0.113.9',
  };

  it('is that of the connection, whatever a caller says, unless a known proxy says it', async () => {
    for (const env of [{}, { TRUST_PROXY: '10.9.9.9' }] as Record<string, string>[]) {
      const mawa = await startApp({ env });
      try {
        const seen = await seenBy(mawa, FORGED);
        expect(seen.some((address) => /127\.0\.0\.1|::1/.test(address))).toBe(true);
        expect(seen.filter((address) => address.includes('203.0.113'))).toEqual([]);
      } finally {
        await mawa.stop();
      }
    }
    const mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } });
    try {
      const chain = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' };
      const seen = await seenBy(mawa, chain);
      expect(seen.some((address) => address.startsWith('203.0.113.'))).toBe(true);
      expect(seen.filter((address) => address.startsWith('198.51.100.'))).toEqual([]);
    } finally {
      await mawa.stop();
    }
  });
});
