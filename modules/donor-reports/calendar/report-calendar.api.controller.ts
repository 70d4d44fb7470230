import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { page, type PageView } from '../../platform/web/page-response';
import { mayPrepare } from '../preparers.rules';
import { ReportCalendar } from './report-calendar.service';
import { calendarModel } from './report-calendar.view';

@ApiTags('reports')
@Controller('api/v1/report-deadlines')
export class ReportCalendarApiController {
  constructor(private readonly calendar: ReportCalendar) {}

  /**
   * List the reports that are due or late.
   * What is due within twelve months and where each report stands; what is late before that as well.
   */
  @Allow('reports:read')
  @Get()
  ahead(@CurrentActor() actor: Actor) {
    return this.calendar.calendar(actor);
  }
}

@ApiExcludeController()
@Controller('reports/calendar')
export class ReportCalendarPagesController {
  constructor(private readonly calendar: ReportCalendar) {}

  @Allow('reports:read')
  @Get()
  async ahead(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    const months = await this.calendar.calendar(actor);
    return page('report-pages/calendar', calendarModel(months, readerOf(actor, mawa.language)));
  }
}

const readerOf = (actor: Actor, language: Language) => ({
  language,
  prepares: (isFinancial: boolean) => mayPrepare(actor, isFinancial),
  schedules: may(actor, 'reports:schedule'),
});
