import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, Users } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translatorOf } from '../platform/web/i18n';
import { Id } from '../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { EVENT_KIND_NAMES } from './event-kinds.data';
import { WebhookDeliveries } from './webhook-deliveries.service';
import { WebhookEndpoints } from './webhook-endpoints.service';
import { DeliveryListDto, ProposeEndpointDto, REPLAY_HOURS, ReplayForm } from './webhooks.dto';
import { deliveryModel, endpointModel } from './webhooks.view';

type PageResponse = Promise<PageView | PageRedirect>;
const wordsIn = translatorOf('webhooks');
const HERE = '/admin/webhooks';
const done = (id: string, key: string, params = {}): PageRedirect =>
  redirect(`${HERE}/${id}`, { kind: 'success', key: `webhooks:done.${key}`, params });

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('admin/webhooks')
export class WebhooksPagesController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: WebhookDeliveries,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  @Allow('webhooks:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.showList(actor, request, newForm());
  }

  /** Answers with the secret: it is shown this once. */
  @Allow('webhooks:manage')
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ProposeEndpointDto,
      body,
      request.mawa.language,
      async (dto) => {
        const wanted = { ...dto, organisationId: dto.organisationId ?? null };
        const { id, secret } = await this.endpoints.propose(actor, wanted);
        return this.showSecret(request, id, secret, 'secret.of_new');
      },
      (form) => this.showList(actor, request, form),
    );
  }

  @Allow('webhooks:read')
  @Get(':id')
  look(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { before }: DeliveryListDto,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showOne(actor, id, request, newForm(), before);
  }

  @Allow('webhooks:manage')
  @Post(':id/confirmation')
  async confirm(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.endpoints.confirm(actor, id);
    return done(id, 'confirmed');
  }

  @Allow('webhooks:manage')
  @Post(':id/end')
  async end(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.endpoints.end(actor, id);
    return done(id, 'ended');
  }

  @Allow('webhooks:manage')
  @Post(':id/suspension')
  async suspend(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.endpoints.suspend(actor, id);
    return done(id, 'suspended');
  }

  @Allow('webhooks:manage')
  @Post(':id/resumption')
  async resume(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.endpoints.resume(actor, id);
    return done(id, 'resumed');
  }

  /** Answers with the secret: it is shown this once. */
  @Allow('webhooks:manage')
  @Post(':id/secrets')
  async rotate(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { secret } = await this.endpoints.rotate(actor, id);
    return this.showSecret(request, id, secret, 'secret.of_rotation');
  }

  @Allow('webhooks:manage')
  @Post(':id/tests')
  async test(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.endpoints.test(actor, id);
    return done(id, 'tested');
  }

  @Allow('webhooks:manage')
  @Post(':id/replays')
  replay(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ReplayForm,
      body,
      request.mawa.language,
      async ({ hours }) => {
        const since = new Date(this.clock.now().getTime() - Number(hours) * 3_600_000);
        const { deliveries } = await this.endpoints.replay(actor, id, { since });
        return done(id, 'replayed', { count: deliveries });
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  @Allow('webhooks:manage')
  @Post(':id/deliveries/:deliveryId/replay')
  async replayOne(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('deliveryId') deliveryId: string,
  ): Promise<PageRedirect> {
    const { deliveries } = await this.endpoints.replay(actor, id, { deliveryId });
    return done(id, 'replayed', { count: deliveries });
  }

  private async showList(
    actor: Actor,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const words = wordsIn(mawa.language);
    const endpoints = await this.endpoints.list(actor);
    const organisations = await this.users.organisations(actor);
    return page('webhooks/list', {
      title: words('title'),
      endpoints: endpoints.map((endpoint) => endpointModel(endpoint, actor, words)),
      organisations: organisations.map(({ id, name }) => ({ value: id, label: name })),
      kinds: EVENT_KIND_NAMES.map((kind) => ({
        value: kind,
        label: words(`kind.${kind}`),
        hint: words(`heard_by.${kind}`),
      })),
      form,
    });
  }

  private async showOne(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
    before: string | null = null,
  ): Promise<PageView> {
    const words = wordsIn(mawa.language);
    const endpoint = await this.endpoints.look(actor, id);
    const { deliveries, next } = await this.deliveries.list(actor, id, before);
    const model = endpointModel(endpoint, actor, words);
    return page('webhooks/endpoint', {
      ...model,
      title: endpoint.name,
      synthetic: mawa.programme.synthetic,
      deliveries: deliveries.map((one) => deliveryModel(one, words, model.mayReplay)),
      hours: REPLAY_HOURS.map((value) => ({ value, label: words(`hours.${value}`) })),
      nextPath: next && `${HERE}/${id}?before=${next}`,
      form,
    });
  }

  private showSecret({ mawa }: FastifyRequest, id: string, secret: string, lead: string): PageView {
    const words = wordsIn(mawa.language);
    return page('webhooks/secret', {
      title: words('secret.title'),
      lead: words(lead),
      secret,
      backPath: `${HERE}/${id}`,
    });
  }
}
