import { cookies, joined, PASSWORD, type TestApp } from '../support/app';

/** Signs in through the API, with the password of all test accounts and a code where one is needed: what later calls carry. */
export async function signInByPassword(
  mawa: TestApp,
  email: string,
  code?: string,
): Promise<{ cookie: string; token: string }> {
  const first = await mawa.http().get('/api/v1/session').expect(200);
  const jar = cookies(first);
  const answer = await mawa
    .http()
    .post('/api/v1/session')
    .set('cookie', jar)
    .set('x-csrf-token', (first.body as { csrfToken: string }).csrfToken)
    .send({ email, password: PASSWORD, code })
    .expect(201);
  const { csrfToken } = answer.body as { csrfToken: string };
  return { cookie: joined(jar, cookies(answer)), token: csrfToken };
}
