import { DomainError } from '../shared/domain.errors';
import type { Tx } from './tx.types';

/**
 * Idempotent requests. The request id is unique per user and use case and is stored in the same transaction as the
 * work, with a keyed digest of the body (from which the body cannot be guessed) and the response. Same id and body: the
 * first response is returned; same id with another body: refused.
 */
export async function once<T extends object>(
  tx: Tx,
  useCase: string,
  body: unknown,
  work: () => Promise<T>,
): Promise<T> {
  if (tx.requestId === null) return work();
  if (!/^[\x21-\x7e]{8,100}$/.test(tx.requestId)) {
    throw new DomainError('invalid', 'common.request_id');
  }
  const digest = tx.digest(body);
  const key = [tx.actor.userId, useCase, tx.requestId];
  // Two at once with the same id: the second waits here until the first has committed.
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [key.join(' ')]);
  const [earlier] = await tx.query<{ body_digest: Buffer; answer: T }>(
    `SELECT body_digest, answer FROM request_ids
      WHERE user_id = $1 AND use_case = $2 AND request_id = $3`,
    key,
  );
  if (earlier) {
    if (!earlier.body_digest.equals(digest)) {
      throw new DomainError('invalid', 'common.request_id_used');
    }
    return earlier.answer;
  }
  const answer = await work();
  tx.execute(
    `INSERT INTO request_ids (user_id, use_case, request_id, body_digest, answer)
     VALUES ($1, $2, $3, $4, $5)`,
    [...key, digest, JSON.stringify(answer)],
  );
  return answer;
}
