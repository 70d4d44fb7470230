import {
  bytesOfBase32,
  codeOf,
  Keys,
  open,
  SecondFactors,
  Sessions,
  stepAt,
} from '../../modules/access';
import type { Actor } from '../../modules/platform/shared/actor';
import type { TestApp } from './app';

/** Somebody's authenticator app. */
export class Authenticator {
  private lastStep = 0;

  constructor(
    private readonly mawa: Pick<TestApp, 'clock'>,
    readonly secret: Buffer,
  ) {}

  /** A code that was not shown yet: of the step before, of this one or of the next. */
  next(): string {
    const step = Math.max(stepAt(this.mawa.clock.now()) - 1, this.lastStep + 1);
    this.lastStep = step;
    return codeOf(this.secret, step);
  }

  /** The code of now, or of some steps from now. */
  at(steps = 0): string {
    return codeOf(this.secret, stepAt(this.mawa.clock.now()) + steps);
  }
}

export interface Enrolled {
  readonly app: Authenticator;
  readonly recoveryCodes: readonly string[];
}

/** Sets an authenticator app up for an account, as its owner does. Their sessions end. */
export async function enrol(mawa: TestApp, { userId }: Pick<Actor, 'userId'>): Promise<Enrolled> {
  const factors = mawa.app.get(SecondFactors);
  const actor = (await mawa.app.get(Sessions).actorById(userId))!;
  const here = { address: '192.0.2.7', devices: [], session: undefined };
  await factors.begin(actor, here);
  const begun = (await factors.unconfirmed(actor, 'account', here))!;
  const app = new Authenticator(mawa, bytesOfBase32(begun.secret));
  const recoveryCodes = await factors.confirm(actor, app.next(), here);
  return { app, recoveryCodes };
}

/**
 * The code that somebody's telephone shows, of an app that is set up or about to be: opened with the key file, since no
 * page tells it. Moves the clock on where all codes of now were used.
 */
export async function codeFor(mawa: TestApp, email: string): Promise<string> {
  const { rows } = await mawa.admin.query<{
    id: string;
    secret: Buffer;
    wrapped: Buffer;
    lastStep: string | null;
  }>(
    `SELECT f.id, f.secret, k.wrapped, f.last_step AS "lastStep" FROM second_factors f
       JOIN users u ON u.id = f.user_id JOIN keys.record_keys k ON k.kind = 'second_factor' AND k.record_id = f.id
      WHERE u.email = $1`,
    [email],
  );
  const { id, secret, wrapped, lastStep } = rows[0]!;
  const key = mawa.app.get(Keys).unwrap('second_factor', id, wrapped);
  const place = { table: 'second_factors', column: 'secret', row: id };
  const plain = open(key, place, secret);
  const present = stepAt(mawa.clock.now());
  const step = Math.max(present, Number(lastStep ?? 0) + 1);
  if (step > present + 1) mawa.clock.advance((step - present) * 30_000);
  return codeOf(plain, step);
}
