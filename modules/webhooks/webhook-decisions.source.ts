import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';

/** Endpoints that a second administrator confirms. */
@Injectable()
export class WebhookDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'webhooks',
      permission: 'webhooks:manage',
      taskKinds: [],
      select: `SELECT e.id, NULL::uuid, NULL::uuid, e.name, e.proposed_at FROM webhook_endpoints e
       WHERE e.confirmed_at IS NULL AND e.ended_at IS NULL AND e.proposed_by <> mawa_actor()`,
      path: ({ id }) => `/admin/webhooks/${id}`,
    });
  }
}
