import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../../src/shared/actor';
import { type FormState, newForm, submitForm } from '../../src/web/forms';
import { translate } from '../../src/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../src/web/page';
import { CreateOrganisationDto } from './dto/create-organisation.dto';
import { ORGANISATION_KINDS, Organisations } from './organisations.service';

@ApiExcludeController()
@Controller('admin/organisations')
export class OrganisationsPagesController {
  constructor(private readonly organisations: Organisations) {}

  @Allow('organisations:manage')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @Allow('organisations:manage')
  @Post()
  create(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CreateOrganisationDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.organisations.create(actor, dto);
        return redirect('/admin/organisations', { kind: 'success', key: 'common:saved' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  private async show(actor: Actor, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const words = (key: string) => translate(mawa.language, `organisations:${key}`);
    return page('organisations/list', {
      title: words('title'),
      organisations: await this.organisations.list(actor),
      kinds: ORGANISATION_KINDS.map((value) => ({ value, label: words(`kind.${value}`) })),
      form,
    });
  }
}
