import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import {
  type FormState,
  newForm,
  requestIdOf,
  submitForm,
  type PostedFields,
} from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { ReportDispositions } from './dispositions.service';
import { deadlineModel, earlierModel } from './dispositions.view';
import { DeadlineDto, DueAgainDto, PutAwayBeforeDto, PutAwayDto } from './report-schedule.dto';

const CALENDAR = '/reports/calendar';
const SAVED = { kind: 'success', key: 'common:saved' } as const;

@ApiExcludeController()
@Controller('reports/calendar')
export class DispositionsPagesController {
  constructor(private readonly dispositions: ReportDispositions) {}

  /** One report that is due, what was decided on it, and the forms to decide. */
  @Allow('reports:read')
  @Get('deadline')
  deadline(
    @CurrentActor() actor: Actor,
    @Query() asked: DeadlineDto,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.deadlinePage(actor, asked, request, newForm());
  }

  @Allow('reports:schedule')
  @Post('deadline')
  putAway(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PutAwayDto,
      body,
      request.mawa.language,
      async ({ kind, grantId, period, partnerId, ...decision }) => {
        const asked = { kind, grantId, period, partnerId };
        await this.dispositions.putAway(actor, asked, decision, requestIdOf(_request));
        return redirect(CALENDAR, SAVED);
      },
      async (form) => this.deadlinePage(actor, await referenceIn(body), request, form),
    );
  }

  @Allow('reports:schedule')
  @Post('deadline/due-again')
  dueAgain(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DueAgainDto,
      body,
      request.mawa.language,
      async ({ reason, ...asked }) => {
        await this.dispositions.dueAgain(actor, asked, reason, requestIdOf(_request));
        return redirect(CALENDAR, SAVED);
      },
      async (form) => this.deadlinePage(actor, await referenceIn(body), request, form),
    );
  }

  @Allow('reports:schedule')
  @Get('earlier')
  earlier(@Req() { mawa }: FastifyRequest): PageView {
    return page('hand-out/form', earlierModel(newForm(), mawa.language));
  }

  @Allow('reports:schedule')
  @Post('earlier')
  putAwayBefore(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PutAwayBeforeDto,
      body,
      mawa.language,
      async ({ before, ...decision }) => {
        const once = requestIdOf(_request);
        const { putAway } = await this.dispositions.putAwayBefore(actor, before, decision, once);
        const params = { count: putAway };
        return redirect(CALENDAR, { kind: 'success', key: 'calendar:put_away_done', params });
      },
      async (form) => page('hand-out/form', earlierModel(form, mawa.language)),
    );
  }

  private async deadlinePage(
    actor: Actor,
    asked: DeadlineDto,
    { mawa }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const file = await this.dispositions.one(actor, asked);
    const maySchedule = may(actor, 'reports:schedule');
    return page('report-pages/deadline', deadlineModel(file, form, maySchedule, mawa.language));
  }
}

/** Which report a refused form was about. */
const referenceIn = ({ kind, grantId, period, partnerId }: PostedFields): Promise<DeadlineDto> =>
  validateDto(DeadlineDto, { kind, grantId, period, partnerId });
