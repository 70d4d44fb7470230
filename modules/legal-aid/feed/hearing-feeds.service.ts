import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may, Sessions } from '../../access';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import { type Actor, NOBODY } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { translate } from '../../platform/web/i18n';
import { translateLegalErrors } from '../legal.errors';
import { calendarOf, type FeedHearing } from './ical.rules';

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The calendar of one's hearings for a telephone, by a secret address that is shown once and can be
 * taken back. Who reads it sees what its owner may see at that moment, and of that only the time.
 */
@Injectable()
export class HearingFeeds {
  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
  ) {}

  standing(actor: Actor): Promise<{ madeAt: Date } | null> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ madeAt: Date }>(
        'SELECT made_at AS "madeAt" FROM hearing_feeds WHERE user_id = mawa_actor() AND revoked_at IS NULL',
      );
      return row ?? null;
    });
  }

  /** A new address; the one before leads nowhere from now on. */
  async make(actor: Actor): Promise<{ token: string }> {
    const token = randomBytes(32).toString('base64url');
    await this.transactions.run(actor, async (tx) => {
      tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 9))', [actor.userId]);
      await tx.query(
        'UPDATE hearing_feeds SET revoked_at = mawa_now() WHERE user_id = mawa_actor() AND revoked_at IS NULL',
      );
      const [made] = await translateLegalErrors(
        tx.query<{ id: string }>(
          'INSERT INTO hearing_feeds (token_digest) VALUES ($1) RETURNING id',
          [digestOf(token)],
        ),
      );
      await record(tx, { action: 'hearings.make_feed', kind: 'hearing_feed', ids: [made!.id] });
    });
    return { token };
  }

  revoke(actor: Actor): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const gone = await tx.query<{ id: string }>(
        'UPDATE hearing_feeds SET revoked_at = mawa_now() WHERE user_id = mawa_actor() AND revoked_at IS NULL RETURNING id',
      );
      if (gone.length === 0) throw notFound();
      const ids = gone.map(({ id }) => id);
      await record(tx, { action: 'hearings.revoke_feed', kind: 'hearing_feed', ids });
    });
  }

  /** By its secret alone; whatever is wrong with it, there is nothing here. */
  async read(token: string): Promise<string> {
    if (!/^[\w-]{43}$/.test(token)) throw notFound();
    const [feed] = await this.transactions.run(NOBODY, (tx) =>
      tx.query<{ id: string; userId: string }>(
        'SELECT feed_id AS id, user_id AS "userId" FROM hearing_feed_of($1)',
        [digestOf(token)],
      ),
    );
    const owner = feed ? await this.sessions.actorById(feed.userId) : null;
    if (!feed || !owner || !may(owner, 'hearings:feed')) throw notFound();
    const hearings = await this.transactions.run(owner, async (tx) => {
      const rows = await tx.query<FeedHearing>(
        `SELECT h.code, h.starts_at AS "startsAt", h.added_at AS "changedAt" FROM hearings h
           JOIN proceedings p ON p.id = h.proceeding_id AND p.state <> 'closed'
          WHERE h.state = 'planned' AND h.day >= $1::date - 31 ORDER BY h.starts_at, h.id LIMIT 1000`,
        [tx.today],
      );
      await record(tx, { action: 'hearings.read_feed', kind: 'hearing_feed', ids: [feed.id] });
      return rows;
    });
    return calendarOf(hearings, translate(owner.language, 'legal:feed.word'));
  }
}
