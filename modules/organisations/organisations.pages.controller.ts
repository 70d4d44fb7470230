import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { type Actor, LANGUAGES, ORGANISATION_KINDS } from '../platform/shared/actor';
import { namesFields } from '../platform/shared/local-names';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { DownloadMenus } from '../exports';
import { list } from '../reference-lists';
import { CreateOrganisationDto } from './dto/create-organisation.dto';
import { DescribeOrganisationDto } from './dto/describe-organisation.dto';
import { factsIn } from './organisation-facts.dto';
import { Organisations, PARTNER_TYPES } from './organisations.service';

@ApiExcludeController()
@Controller('admin/organisations')
export class OrganisationsPagesController {
  constructor(
    private readonly organisations: Organisations,
    private readonly downloads: DownloadMenus,
  ) {}

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

  @Allow('organisations:manage')
  @Get(':id')
  async form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { plainName, names, country, partnerType, region, language, singleContact } =
      await this.organisations.one(actor, id);
    const values = {
      name: plainName,
      ...namesFields(names),
      country,
      language,
      partnerType: partnerType ?? '',
      region: region ?? '',
    };
    return this.showOne(
      actor,
      id,
      request,
      newForm({ ...values, singleContact: singleContact ? 'yes' : '' }),
    );
  }

  @Allow('organisations:manage')
  @Post(':id')
  describe(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DescribeOrganisationDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.organisations.describe(actor, id, { ...factsIn(dto), names: dto.names ?? null });
        return redirect('/admin/organisations', { kind: 'success', key: 'common:saved' });
      },
      (form) => this.showOne(actor, id, request, form),
    );
  }

  private async showOne(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const words = (key: string) => translate(language, `organisations:${key}`);
    const { name, code } = await this.organisations.one(actor, id);
    return page('organisations/one', {
      title: `${name} · ${code}`,
      id,
      types: PARTNER_TYPES.map((value) => ({ value, label: words(`type.${value}`) })),
      regions: list('regions').items.map(({ code: value, labels }) => ({
        value,
        label: labels[language],
      })),
      languages: LANGUAGES.map((value) => ({ value, label: words(`reads.${value}`) })),
      contact: [{ value: 'yes', label: words('single_contact') }],
      form,
    });
  }

  private async show(actor: Actor, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const words = (key: string) => translate(mawa.language, `organisations:${key}`);
    return page('organisations/list', {
      title: words('title'),
      organisations: await this.organisations.list(actor),
      download: this.downloads.of(actor, mawa.language, 'organisations'),
      kinds: ORGANISATION_KINDS.map((value) => ({ value, label: words(`kind.${value}`) })),
      form,
    });
  }
}
