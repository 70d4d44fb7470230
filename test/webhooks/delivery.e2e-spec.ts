import { randomUUID } from 'node:crypto';
import { FAILING_DAYS, PAUSES } from '../../modules/webhooks/delivery.rules';
import { SendWebhooks } from '../../modules/webhooks';
import { verify } from './receiver';
import { webhookScene, type WebhookScene } from './webhook-scene';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('events of a webhook endpoint', () => {
  let scene: WebhookScene;
  let endpoint: { id: string; secret: string };
  beforeAll(async () => (scene = await webhookScene()));
  beforeEach(async () => (endpoint = await scene.inForce()));
  afterEach(async () => {
    jest.restoreAllMocks();
    scene.receiver.clear();
    await scene.mawa.admin.query('TRUNCATE webhook_endpoints CASCADE');
  });
  afterAll(() => scene.stop());

  /** A change that is an event, as the schedule of reports makes it. */
  const remind = async (): Promise<string> => {
    const { rows } = await scene.mawa.admin.query<{ id: string }>(
      `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, due_on, at)
       SELECT 'quarterly', g.id, date '2000-01-01' + n, date '2000-01-02' + n, '2026-12-01', $1
         FROM (SELECT id FROM grants LIMIT 1) g, (SELECT count(*)::int AS n FROM report_reminders) c RETURNING grant_id AS id`,
      [scene.mawa.clock.now()],
    );
    return rows[0]!.id;
  };
  const log = async (id = endpoint.id) => {
    const { body } = await scene.one.get(`/api/v1/webhooks/${id}/deliveries`).expect(200);
    return (body as { deliveries: LoggedDelivery[] }).deliveries;
  };
  const look = async () =>
    (await scene.one.get(`/api/v1/webhooks/${endpoint.id}`).expect(200)).body as {
      state: string;
      suspendedWhy: string | null;
      endedWhy: string | null;
      waiting: number;
    };

  it('are signed so that the library of Standard Webhooks verifies them', async () => {
    const grantId = await remind();
    await scene.send();
    const [event] = scene.receiver.received;
    expect(scene.receiver.received).toHaveLength(1);
    expect(verify(endpoint.secret, event!, scene.mawa.clock.now())).toEqual({
      type: 'report.due',
      timestamp: scene.mawa.clock.now().toISOString(),
      data: { grantId },
    });
    expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`, event!, scene.mawa.clock.now())).toThrow();
    const tampered = { ...event!, body: event!.body.replace('due', 'new') };
    expect(() => verify(endpoint.secret, tampered, scene.mawa.clock.now())).toThrow();
  });
});

interface LoggedDelivery {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: readonly { readonly status: number | null; readonly error: string | null }[];
}
