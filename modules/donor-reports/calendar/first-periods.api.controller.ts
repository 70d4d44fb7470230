import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import {
  type FormState,
  newForm,
  requestIdOf,
  submitForm,
  type PostedFields,
} from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { FirstPeriods } from './first-periods.service';
import { firstPeriodsModel } from './first-periods.view';
import { FirstPeriodDto } from './report-schedule.dto';

@ApiTags('reports')
@Controller('api/v1/report-first-periods')
export class FirstPeriodsApiController {
  constructor(private readonly firstPeriods: FirstPeriods) {}

  /**
   * List from which period on each report is due.
   * From which period on reports are due, by kind and grant, and what was set before.
   */
  @Allow('reports:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.firstPeriods.all(actor);
  }

  /** Set from which period on a report is due. */
  @Allow('reports:schedule')
  @Post()
  set(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() asked: FirstPeriodDto,
  ) {
    return this.firstPeriods.set(actor, asked, requestId);
  }
}

@ApiExcludeController()
@Controller('reports/calendar/first-periods')
export class FirstPeriodsPagesController {
  constructor(private readonly firstPeriods: FirstPeriods) {}

  @Allow('reports:read')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.listPage(actor, mawa.language, newForm());
  }

  @Allow('reports:schedule')
  @Post()
  set(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      FirstPeriodDto,
      body,
      mawa.language,
      async (asked) => {
        await this.firstPeriods.set(actor, asked, requestIdOf(_request));
        return redirect('/reports/calendar/first-periods', {
          kind: 'success',
          key: 'common:saved',
        });
      },
      (form) => this.listPage(actor, mawa.language, form),
    );
  }

  private async listPage(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const list = await this.firstPeriods.all(actor);
    const maySet = may(actor, 'reports:schedule');
    return page('report-pages/first-periods', firstPeriodsModel(list, form, maySet, language));
  }
}
