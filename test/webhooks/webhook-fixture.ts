import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { SendWebhooks } from '../../modules/webhooks';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { Receiver } from './receiver';

export interface LoggedDelivery {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly nextAt: string;
  readonly attempts: readonly { readonly status: number | null; readonly error: string | null }[];
}

export interface MadeEndpoint {
  readonly id: string;
  readonly secret: string;
}

/** Two administrators, a grant, and a receiver that the operator allows in the own network. */
export class WebhookFixture {
  private readonly made = { reminders: 0 };

  private constructor(
    readonly mawa: TestApp,
    readonly receiver: Receiver,
    readonly grantId: string,
    public one: SignedIn,
    public other: SignedIn,
  ) {}

  static async start(): Promise<WebhookFixture> {
    const receiver = await Receiver.start();
    const mawa = await startApp({ env: { MAWA_WEBHOOK_ORIGINS: receiver.origin } });
    const { grantId } = await openedGrant(mawa);
    const [one, other] = [await mawa.signIn('administrator'), await mawa.signIn('administrator')];
    return new WebhookFixture(mawa, receiver, grantId, one, other);
  }

  /** Time passes: both sign in anew. */
  async pass(milliseconds: number): Promise<void> {
    this.mawa.clock.advance(milliseconds);
    this.one = await this.mawa.signIn('administrator');
    this.other = await this.mawa.signIn('administrator');
  }

  proposal(more: object = {}): object {
    const { address } = this.receiver;
    return { name: 'Agence', address, kinds: ['report.due', 'report.released'], ...more };
  }

  /** By one administrator. */
  async propose(more: object = {}): Promise<MadeEndpoint> {
    const { body } = await this.one.post('/api/v1/webhooks', this.proposal(more)).expect(201);
    return body as MadeEndpoint;
  }

  /** And confirmed by the other. */
  async inForce(more: object = {}): Promise<MadeEndpoint> {
    const made = await this.propose(more);
    await this.other.post(`/api/v1/webhooks/${made.id}/confirmation`).expect(204);
    return made;
  }

  /** A change that is an event, as the schedule of reports makes it. */
  remind(): Promise<void> {
    const n = (this.made.reminders += 1);
    return this.mawa.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query(
        `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, due_on)
         VALUES ('quarterly', $1, date '2000-01-01' + $2::int, date '2000-01-02' + $2::int, '2026-12-01')`,
        [this.grantId, n],
      );
    });
  }

  /** A run of the schedule. */
  send(): Promise<void> {
    return this.mawa.app.get(SendWebhooks).run();
  }

  async log(id: string): Promise<LoggedDelivery[]> {
    const { body } = await this.one.get(`/api/v1/webhooks/${id}/deliveries`).expect(200);
    return (body as { deliveries: LoggedDelivery[] }).deliveries;
  }

  async look(id: string) {
    const { body } = await this.one.get(`/api/v1/webhooks/${id}`).expect(200);
    return body as {
      state: string;
      suspendedWhy: string | null;
      failingSince: string | null;
      endedWhy: string | null;
      waiting: number;
      failed: number;
    };
  }

  async clear(): Promise<void> {
    this.receiver.clear();
    await this.mawa.admin.query('TRUNCATE webhook_endpoints CASCADE');
  }

  async stop(): Promise<void> {
    await this.mawa.stop();
    await this.receiver.stop();
  }
}
