import type { Response, Test } from 'supertest';
import type { Role } from '../../modules/platform/shared/actor';
import type { TestApp } from './app';

/**
 * A setting, rate, price or cost allocation that somebody proposed, confirmed by somebody else: a programme officer, or a
 * case supervisor where it is a closed day of courts. Answers what the confirmation says: `charged`, how many costs had
 * waited for it.
 */
export async function confirmed(
  app: TestApp,
  proposal: Test | string,
  role: Role = 'programme_officer',
): Promise<Response> {
  const id = typeof proposal === 'string' ? proposal : idOf(await proposal.expect(201));
  const second = await app.signIn(role);
  return second
    .post(`/api/v1/setting-proposals/${id}/decisions`, { decision: 'confirmed' })
    .expect(200);
}

const idOf = ({ body }: Response): string => (body as { id: string }).id;
