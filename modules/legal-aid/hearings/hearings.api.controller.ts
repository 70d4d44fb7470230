import { Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { HearingFilterDto } from '../dto/legal.dto';
import { HearingFeeds } from '../feed/hearing-feeds.service';
import { HearingCalendars } from './calendar.service';

@ApiTags('hearings')
@Controller('api/v1/hearings')
export class HearingsApiController {
  constructor(
    private readonly calendars: HearingCalendars,
    private readonly feeds: HearingFeeds,
  ) {}

  /**
   * List the hearings of your people.
   * Those to come, next first, and the sheet of a month.
   */
  @Allow('hearings:see')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() { month, officer, court, code }: HearingFilterDto) {
    return this.calendars.of(actor, {
      ...(month && { month }),
      ...(officer && { officerId: officer }),
      ...(court && { courtId: court }),
      ...(code && { code }),
    });
  }

  /** Show whether you have a calendar feed of hearings. */
  @Allow('hearings:feed')
  @Get('feed')
  async feed(@CurrentActor() actor: Actor) {
    return { feed: await this.feeds.standing(actor) };
  }

  /**
   * Make a calendar feed of hearings.
   * A new secret, shown this once; the one before leads nowhere.
   */
  @Allow('hearings:feed')
  @Post('feed')
  async make(@CurrentActor() actor: Actor) {
    const { token } = await this.feeds.make(actor);
    return { path: `/calendar/${token}.ics` };
  }

  /** Revoke your calendar feed of hearings. */
  @Allow('hearings:feed')
  @Delete('feed')
  @HttpCode(204)
  revoke(@CurrentActor() actor: Actor) {
    return this.feeds.revoke(actor);
  }
}
