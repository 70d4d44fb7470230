import type { Response, Test } from 'supertest';
import type { TestApp } from './app';

/**
 * A setting, rate, price or cost allocation that somebody proposed, confirmed by a programme officer. Answers what the
 * confirmation says: `charged`, how many costs had waited for it.
 */
export async function confirmed(app: TestApp, proposal: Test | string): Promise<Response> {
  const id = typeof proposal === 'string' ? proposal : idOf(await proposal.expect(201));
  const officer = await app.signIn('programme_officer');
  return officer
    .post(`/api/v1/setting-proposals/${id}/decisions`, { decision: 'confirmed' })
    .expect(200);
}

const idOf = ({ body }: Response): string => (body as { id: string }).id;
