import { Module } from '@nestjs/common';
import { PlansModule } from '../plans';
import { SendWebhooks } from './send-webhooks.schedule';
import { WebhookDeliveries } from './webhook-deliveries.service';
import { WebhookEndpoints } from './webhook-endpoints.service';
import { HostLookup, WebhookRequests } from './webhook-requests.service';
import { WebhooksApiController } from './webhooks.api.controller';
import { WebhooksPagesController } from './webhooks.pages.controller';
import { WebhookDecisions } from './webhook-decisions.source';

@Module({
  imports: [PlansModule],
  controllers: [WebhooksApiController, WebhooksPagesController],
  providers: [
    WebhookDecisions,
    HostLookup,
    SendWebhooks,
    WebhookDeliveries,
    WebhookEndpoints,
    WebhookRequests,
  ],
})
export class WebhooksModule {}
