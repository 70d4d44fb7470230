import { bytesOfBase32, codeOf, SecondFactors, Sessions, stepAt } from '../../modules/access';
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
  await factors.begin(actor);
  const begun = (await factors.begun(actor, 'account'))!;
  const app = new Authenticator(mawa, bytesOfBase32(begun.secret));
  const here = { address: '192.0.2.7', devices: [], session: undefined };
  const recoveryCodes = await factors.confirm(actor, app.next(), here);
  return { app, recoveryCodes };
}
