import { Controller, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { ListedNames } from '../../beneficiaries';
import { DownloadMenus } from '../../exports';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import type { Actor, Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { page, redirect } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { HearingFilterDto } from '../dto/legal.dto';
import { HearingFeeds } from '../feed/hearing-feeds.service';
import { calendarModel } from './calendar.view';
import { HearingCalendars } from './calendar.service';

@ApiExcludeController()
@Controller('hearings')
export class HearingsPagesController {
  constructor(
    private readonly calendars: HearingCalendars,
    private readonly feeds: HearingFeeds,
    private readonly downloads: DownloadMenus,
    private readonly names: ListedNames,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Allow('hearings:see')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const asked = await validateDto(HearingFilterDto, query);
    const { month, officer, court, code } = asked;
    const calendar = await this.calendars.of(actor, {
      ...(month && { month }),
      ...(officer && { officerId: officer }),
      ...(court && { courtId: court }),
      ...(code && { code }),
    });
    const offset = this.env.MAWA_OFFSET_MINUTES;
    return page('legal/hearings', {
      ...calendarModel(actor, mawa.language, calendar, asked, offset),
      names: await this.names.of(
        actor,
        calendar.next.map(({ caseId }) => caseId),
      ),
      download: this.downloads.of(actor, mawa.language, 'proceedings'),
    });
  }

  @Allow('hearings:feed')
  @Get('feed')
  feed(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.feedPage(actor, mawa.language, null);
  }

  /** The address is shown on the answer itself, this once: nothing keeps it. */
  @Allow('hearings:feed')
  @Post('feed')
  async make(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    const { token } = await this.feeds.make(actor);
    const address = new URL(`/calendar/${token}.ics`, request.mawa.publicUrl).href;
    return this.feedPage(actor, request.mawa.language, address);
  }

  @Allow('hearings:feed')
  @Post('feed/undo')
  async revoke(@CurrentActor() actor: Actor) {
    await this.feeds.revoke(actor);
    return redirect('/hearings/feed', { kind: 'success', key: 'legal:feed.gone' });
  }

  private async feedPage(actor: Actor, language: Language, address: string | null) {
    const standing = await this.feeds.standing(actor);
    return page('legal/feed', {
      title: translate(language, 'legal:feed.title'),
      madeAt: standing?.madeAt ?? null,
      address,
      example: `${translate(language, 'legal:feed.word')} 7K2M-9QXD`,
    });
  }
}
