import { SendWebhooks } from '../../modules/webhooks';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { Receiver } from './receiver';

/** Two administrators, and a receiver that the operator allows in the own network. */
export interface WebhookScene {
  readonly mawa: TestApp;
  readonly receiver: Receiver;
  readonly one: SignedIn;
  readonly other: SignedIn;
  /** Proposed by one administrator. */
  propose(more?: object): Promise<{ id: string; secret: string }>;
  /** Proposed by one administrator and confirmed by the other. */
  inForce(more?: object): Promise<{ id: string; secret: string }>;
  /** A run of the schedule. */
  send(): Promise<void>;
  stop(): Promise<void>;
}

export async function webhookScene(): Promise<WebhookScene> {
  const receiver = await Receiver.start();
  const mawa = await startApp({
    env: { MAWA_WEBHOOK_ORIGINS: receiver.origin, MAWA_IDLE_MINUTES: '240' },
  });
  const one = await mawa.signIn('administrator');
  const other = await mawa.signIn('administrator');
  const proposal = {
    name: 'Agence',
    address: receiver.address,
    kinds: ['report.due', 'report.released'],
  };
  const propose = async (more: object = {}) => {
    const { body } = await one.post('/api/v1/webhooks', { ...proposal, ...more }).expect(201);
    return body as { id: string; secret: string };
  };
  return {
    mawa,
    receiver,
    one,
    other,
    propose,
    async inForce(more) {
      const made = await propose(more);
      await other.post(`/api/v1/webhooks/${made.id}/confirmation`).expect(204);
      return made;
    },
    send: () => mawa.app.get(SendWebhooks).run(),
    async stop() {
      await mawa.stop();
      await receiver.stop();
    },
  };
}
