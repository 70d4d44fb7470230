/** Events for systems of organisations outside: signed, sent again until they are accepted, ids and kinds alone. */
export { EVENT_KINDS, type EventKind } from './event-kinds.data';
export { SendWebhooks } from './send-webhooks.schedule';
export { HostLookup } from './webhook-requests.service';
export { WebhooksModule } from './webhooks.module';
