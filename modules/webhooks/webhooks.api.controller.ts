import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { WebhookDeliveries, type WebhookDeliveryList } from './webhook-deliveries.service';
import { type WebhookEndpoint, WebhookEndpoints } from './webhook-endpoints.service';
import { DeliveryListDto, ProposeEndpointDto, ReplayDto } from './webhooks.dto';

/** Endpoints of webhooks and the log of each, by administrators. Secrets are never read back. */
@ApiTags('webhooks')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/webhooks')
export class WebhooksApiController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  /** List the endpoints of webhooks. */
  @Allow('webhooks:read')
  @Get()
  list(@CurrentActor() actor: Actor): Promise<WebhookEndpoint[]> {
    return this.endpoints.list(actor);
  }

  /** Show an endpoint. */
  @Allow('webhooks:read')
  @Get(':id')
  look(@CurrentActor() actor: Actor, @Id() id: string): Promise<WebhookEndpoint> {
    return this.endpoints.look(actor, id);
  }

  /**
   * List the events of an endpoint with the attempts to send them.
   * The latest first. `next` is the `before` of the following page.
   */
  @Allow('webhooks:read')
  @Get(':id/deliveries')
  log(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { before }: DeliveryListDto,
  ): Promise<WebhookDeliveryList> {
    return this.deliveries.list(actor, id, before);
  }

  /**
   * Propose an endpoint.
   * It waits until another administrator confirms it. The secret is answered this once.
   */
  @Allow('webhooks:manage')
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @Body() dto: ProposeEndpointDto,
  ): Promise<{ id: string; secret: string }> {
    return this.endpoints.propose(actor, { ...dto, organisationId: dto.organisationId ?? null });
  }

  /** Confirm an endpoint that another administrator proposed. */
  @Allow('webhooks:manage')
  @Post(':id/confirmation')
  @HttpCode(204)
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.endpoints.confirm(actor, id);
  }

  /**
   * Withdraw a proposal, or end an endpoint.
   * Nothing is ever sent there again.
   */
  @Allow('webhooks:manage')
  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.endpoints.end(actor, id);
  }

  /**
   * Suspend an endpoint.
   * Its events are kept until it is resumed, up to 30 days.
   */
  @Allow('webhooks:manage')
  @Post(':id/suspension')
  @HttpCode(204)
  async suspend(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.endpoints.suspend(actor, id);
  }

  /** Resume an endpoint and send what was kept meanwhile. */
  @Allow('webhooks:manage')
  @Delete(':id/suspension')
  @HttpCode(204)
  async resume(@CurrentActor() actor: Actor, @Id() id: string): Promise<void> {
    await this.endpoints.resume(actor, id);
  }

  /**
   * Make a new secret for an endpoint.
   * It is answered this once. The present one is used beside it for 24 hours.
   */
  @Allow('webhooks:manage')
  @Post(':id/secrets')
  rotate(@CurrentActor() actor: Actor, @Id() id: string): Promise<{ secret: string }> {
    return this.endpoints.rotate(actor, id);
  }

  /** Send a test event to an endpoint. */
  @Allow('webhooks:manage')
  @Post(':id/tests')
  test(@CurrentActor() actor: Actor, @Id() id: string): Promise<{ deliveryId: string }> {
    return this.endpoints.test(actor, id);
  }

  /**
   * Send again all events of an endpoint since an instant.
   * With the `webhook-id` of before, whether they were accepted or not.
   */
  @Allow('webhooks:manage')
  @Post(':id/replays')
  replay(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { since }: ReplayDto,
  ): Promise<{ deliveries: number }> {
    return this.endpoints.replay(actor, id, { since: new Date(since) });
  }

  /** Send one event again, with the `webhook-id` of before. */
  @Allow('webhooks:manage')
  @Post(':id/deliveries/:deliveryId/replay')
  replayOne(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('deliveryId') deliveryId: string,
  ): Promise<{ deliveries: number }> {
    return this.endpoints.replay(actor, id, { deliveryId });
  }
}
