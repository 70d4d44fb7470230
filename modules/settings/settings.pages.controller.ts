import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { type FormState, newForm, type PostedFields, submitForm } from '../platform/web/forms';
import { Id } from '../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { type DecidedSetting, SettingProposals } from './setting-proposals.service';
import { CancelSettingDto, DecideSettingDto, TypedSettingDto } from './settings.dto';
import { Settings } from './settings.service';
import {
  cancellationModel,
  ownPage,
  settingModel,
  SETTINGS_PATH,
  settingsModel,
} from './settings.view';
import { readTyped, withoutEmptyRows } from './typed-setting.rules';

@ApiExcludeController()
@Controller('admin/settings')
export class SettingsPagesController {
  constructor(
    private readonly settings: Settings,
    private readonly proposals: SettingProposals,
  ) {}

  @Allow('settings:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    return page('settings/all', settingsModel(await this.settings.list(actor), actor, language));
  }

  @Allow('settings:read')
  @Get(':key')
  one(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, key, request, newForm());
  }

  /** Leads from a task to the page where this proposal is decided. */
  @Allow('settings:decide')
  @Get('proposals/:id')
  async proposal(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    const key = await this.settings.keyOf(actor, id);
    return redirect(await this.pathOf(actor, key));
  }

  @Allow('settings:propose')
  @RouteConfig({ bodyValues: 2_000 })
  @Post(':key/proposals')
  async propose(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { definition, current } = await this.settings.one(actor, key);
    return submitForm(
      TypedSettingDto,
      withoutEmptyRows(body),
      request.mawa.language,
      async ({ parts, rows, from, source }) => {
        const value = readTyped(definition, { parts, rows }, current?.value);
        const { state } = await this.proposals.propose(
          actor,
          key,
          { value, from, source },
          requestId,
        );
        return redirect(`${SETTINGS_PATH}/${key}`, {
          kind: 'success',
          key: `settings:done.${state}`,
        });
      },
      (form) => this.show(actor, key, request, form),
    );
  }

  @Allow('settings:propose')
  @Get('proposals/:id/cancellation')
  cancellation(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.showCancellation(actor, id, request, newForm());
  }

  @Allow('settings:propose')
  @Post('proposals/:id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CancelSettingDto,
      body,
      request.mawa.language,
      async ({ source }) => {
        const { state } = await this.proposals.cancel(actor, id, source, requestId);
        const key = await this.settings.keyOf(actor, id);
        const notice = state === 'confirmed' ? 'cancelled' : state;
        return redirect(`${SETTINGS_PATH}/${key}`, {
          kind: 'success',
          key: `settings:done.${notice}`,
        });
      },
      (form) => this.showCancellation(actor, id, request, form),
    );
  }

  @Allow('settings:decide')
  @Post('proposals/:id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DecideSettingDto,
      body,
      request.mawa.language,
      async ({ decision }) => {
        const decided = await this.proposals.decide(actor, id, decision, requestId);
        return redirect(await this.pathOf(actor, decided.key), {
          kind: 'success',
          key: `settings:done.${noticeOf(decided)}`,
          params: { charged: decided.charged },
        });
      },
      async (form) => this.show(actor, await this.settings.keyOf(actor, id), request, form),
    );
  }

  private async pathOf(actor: Actor, key: string): Promise<string> {
    const { definition } = await this.settings.one(actor, key);
    return ownPage(definition, actor) ?? `${SETTINGS_PATH}/${key}`;
  }

  private async showCancellation(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const setting = await this.settings.one(actor, await this.settings.keyOf(actor, id));
    const planned = setting.coming.find(({ proposalId }) => proposalId === id);
    if (!planned) throw notFound();
    const model = cancellationModel(setting, planned, language, form);
    return page('settings/cancel', model, form.status);
  }

  private async show(
    actor: Actor,
    key: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const setting = await this.settings.one(actor, key);
    return page('settings/one', settingModel(setting, actor, language, form), form.status);
  }
}

function noticeOf({ decision, isCancellation, charged }: DecidedSetting): string {
  if (charged > 0) return 'confirmed_charged';
  return isCancellation && decision === 'confirmed' ? 'cancelled' : decision;
}
