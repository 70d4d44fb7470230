import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Put,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { CorrectNetworkDto, NameReaderDto, NetworkDto } from './links.dto';
import { Networks } from './networks.service';

@ApiTags('networks')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/networks')
export class NetworksApiController {
  constructor(private readonly networks: Networks) {}

  /**
   * List the trafficking networks that you may read.
   * Those that you read, by name. Recorded.
   */
  @Allow('networks:keep')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.networks.list(actor);
  }

  /** Record a trafficking network. */
  @Allow('networks:keep')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Body() text: NetworkDto,
    @RequestId() requestId: string | null,
  ) {
    return this.networks.open(actor, text, requestId);
  }

  /** Show a trafficking network. */
  @Allow('networks:keep')
  @Get(':id')
  show(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.networks.show(actor, id);
  }

  /** Correct what is recorded of a network. */
  @Allow('networks:keep')
  @Put(':id')
  correct(@CurrentActor() actor: Actor, @Id() id: string, @Body() text: CorrectNetworkDto) {
    return this.networks.correct(actor, id, text);
  }

  /** Name a colleague who may read a network. */
  @Allow('networks:keep')
  @Post(':id/readers')
  @HttpCode(204)
  name(@CurrentActor() actor: Actor, @Id() id: string, @Body() { userId }: NameReaderDto) {
    return this.networks.name(actor, id, userId);
  }

  /** Remove a colleague from the readers of a network. */
  @Allow('networks:keep')
  @Delete(':id/readers/:userId')
  @HttpCode(204)
  unname(@CurrentActor() actor: Actor, @Id() id: string, @Id('userId') userId: string) {
    return this.networks.unname(actor, id, userId);
  }
}

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('networks')
export class NetworksPagesController {
  constructor(private readonly networks: Networks) {}

  @Allow('networks:keep')
  @Get()
  async list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const networks = await this.networks.list(actor);
    return page('links/networks', { title: translate(mawa.language, 'links:networks'), networks });
  }

  @Allow('networks:keep')
  @Get(':id')
  show(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.view(actor, id, mawa.language, newForm());
  }

  @Allow('networks:keep')
  @Post(':id')
  correct(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      CorrectNetworkDto,
      body,
      mawa.language,
      async (text) => {
        await this.networks.correct(actor, id, text);
        return redirect(`/networks/${id}`, { kind: 'success', key: 'links:done.network' });
      },
      (form) => this.view(actor, id, mawa.language, form),
    );
  }

  @Allow('networks:keep')
  @Post(':id/readers')
  name(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      NameReaderDto,
      body,
      mawa.language,
      async ({ userId }) => {
        await this.networks.name(actor, id, userId);
        return redirect(`/networks/${id}`, { kind: 'success', key: 'links:done.reader' });
      },
      (form) => this.view(actor, id, mawa.language, form),
    );
  }

  @Allow('networks:keep')
  @Post(':id/readers/:userId/end')
  async unname(@CurrentActor() actor: Actor, @Id() id: string, @Id('userId') userId: string) {
    await this.networks.unname(actor, id, userId);
    const leads = userId === actor.userId ? '/networks' : `/networks/${id}`;
    return redirect(leads, { kind: 'success', key: 'links:done.reader_gone' });
  }

  private async view(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const network = await this.networks.show(actor, id);
    const colleagues = await this.networks.colleagues(actor);
    return page('links/network', {
      ...network,
      title: network.name,
      path: `/networks/${id}`,
      people: network.people.map((one) => ({
        ...one,
        sideLabel: translate(language, `links:side.${one.side}`),
      })),
      colleagues: colleagues.map(({ id: value, name: label }) => ({ value, label })),
      form: {
        ...form,
        values: {
          name: network.name,
          description: network.description ?? '',
          ...form.values,
          revision: String(network.revision),
        },
      },
    });
  }
}
