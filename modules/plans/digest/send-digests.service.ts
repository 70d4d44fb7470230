import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { may, Sessions } from '../../access';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { Mailer } from '../../platform/mail/mailer';
import { JobHandlers } from '../../platform/queue';
import { type Actor, HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { civilDateOf, type ProgrammeTime } from '../../platform/shared/nights.rules';
import type { TaskCounts } from '../task.queries';
import { Tasks } from '../tasks.service';
import { subscribersOn, usualDigest } from './digest-choices.service';
import { isDue, type Moment, hasDueTasks } from './digest.rules';
import { digestMail } from './digest.words';

/**
 * Daily digests: every few minutes, for each account whose chosen hour has come, counts the open tasks with that
 * account's present rights and sends one mail; none if there are no tasks.
 */
@Injectable()
export class SendDigests implements OnModuleInit {
  private readonly log = new Logger('digests');
  private readonly time: ProgrammeTime;

  constructor(
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly tasks: Tasks,
    private readonly mailer: Mailer,
    private readonly handlers: JobHandlers,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.time = programmeTime(env);
  }

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'send-digests', run: () => this.run() });
  }

  async run(): Promise<void> {
    const at = this.moment();
    const due = await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const usual = await usualDigest(tx);
      const all = await subscribersOn(tx, at.day);
      return all.filter(({ choice }) => isDue(choice ?? usual, at));
    });
    for (const { userId } of due) await this.sendTo(userId, at.day);
  }

  private moment(): Moment {
    const now = this.clock.now();
    const local = new Date(now.getTime() + this.time.offsetMinutes * 60_000);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    return { day: civilDateOf(now, this.time), minute };
  }

  /** A failed mail is tried again with new counts, until the quiet hours begin. */
  private async sendTo(userId: string, day: string): Promise<void> {
    const actor = await this.sessions.actorById(userId);
    if (!actor || !may(actor, 'tasks:read')) return;
    await this.transactions.run(actor, async (tx) => {
      const { overdue, today, coming } = await this.tasks.countDue(tx);
      await tx.query(
        `INSERT INTO digests AS d (user_id, day, overdue, today, coming) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, day) DO UPDATE SET overdue = $3, today = $4, coming = $5
          WHERE d.sent_at IS NULL`,
        [userId, day, overdue, today, coming],
      );
    });
    await this.send(actor, day);
  }

  /** The row is held while the mail leaves, so that no second worker sends it as well. */
  private async send(actor: Actor, day: string): Promise<void> {
    await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const counts = await claim(tx, actor.userId, day);
      if (!counts || !hasDueTasks(counts)) return;
      const sent = await this.deliver(tx, actor, day, counts);
      await tx.query(
        `UPDATE digests SET attempts = attempts + 1, sent_at = CASE WHEN $3 THEN mawa_now() END
          WHERE user_id = $1 AND day = $2`,
        [actor.userId, day, sent],
      );
    });
  }

  private async deliver(tx: Tx, actor: Actor, day: string, counts: TaskCounts): Promise<boolean> {
    const [user] = await tx.query<{ email: string }>('SELECT email FROM users WHERE id = $1', [
      actor.userId,
    ]);
    const words = digestMail(counts, actor, { day, address: this.env.MAWA_PUBLIC_URL });
    try {
      await this.mailer.send({ id: `digest-${day}-${actor.userId}`, to: user!.email, ...words });
      return true;
    } catch (error) {
      // The code alone: a server's answer may repeat the address.
      this.log.warn(`a mail did not leave: ${(error as { code?: string }).code ?? 'unknown'}`);
      return false;
    }
  }
}

async function claim(tx: Tx, userId: string, day: string): Promise<TaskCounts | null> {
  const [row] = await tx.query<TaskCounts>(
    `SELECT overdue, today, coming FROM digests
      WHERE user_id = $1 AND day = $2 AND sent_at IS NULL FOR UPDATE SKIP LOCKED`,
    [userId, day],
  );
  return row ?? null;
}
