import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import {
  type FormState,
  newForm,
  type PostedFields,
  requestIdOf,
  submitForm,
} from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { CloseNightsDto, ReopenNightDto } from '../dto/nights.dto';
import { NightClosing } from './night-closing.service';
import { NightsStatusService } from './nights-status.service';
import { nightsModel } from './nights.view';

/** Closing and reopening nights, with what is missing before. */
@ApiExcludeController()
@Controller('nights')
export class NightsPagesController {
  constructor(
    private readonly closing: NightClosing,
    private readonly nights: NightsStatusService,
  ) {}

  @Allow('nights:read')
  @Get()
  status(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.statusPage(actor, mawa.language, newForm());
  }

  @Allow('nights:close')
  @Post('closings')
  close(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CloseNightsDto,
      body,
      mawa.language,
      async ({ until }) => {
        await this.closing.askForAll(actor, until);
        return redirect('/nights', { kind: 'success', key: 'nights:asked' });
      },
      (form) => this.statusPage(actor, mawa.language, form),
    );
  }

  @Allow('nights:close')
  @Post('reopenings')
  reopen(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ReopenNightDto,
      body,
      mawa.language,
      async (asked) => {
        await this.nights.reopen(actor, asked, requestIdOf(_request));
        return redirect('/nights', { kind: 'success', key: 'nights:reopened' });
      },
      (form) => this.statusPage(actor, mawa.language, form),
    );
  }

  private async statusPage(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    return page('beds/nights', nightsModel(await this.nights.status(actor), actor, form, language));
  }
}
