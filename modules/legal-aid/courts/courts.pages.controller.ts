import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formPage } from '../../platform/web/form-page.view';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { proposedNotice, Settings, waitingModel } from '../../settings';
import { ChangeCourtDto, ClosedDayDto, CourtDto, RemoveClosedDayDto } from '../dto/court.dto';
import { closedDayLines, courtFormModel, courtsModel, removalForm } from './courts.view';
import { Courts } from './courts.service';

type PageResult = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@Controller('courts')
export class CourtsPagesController {
  constructor(
    private readonly courts: Courts,
    private readonly settings: Settings,
  ) {}

  @Allow('courts:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.listPage(actor, mawa.language, newForm());
  }

  @Allow('courts:write')
  @Get('new')
  new(@CurrentActor() _actor: Actor, @Req() { mawa }: FastifyRequest) {
    return page('legal/court', courtFormModel(null, mawa.language, newForm()));
  }

  @Allow('courts:write')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      CourtDto,
      body,
      mawa.language,
      async (court) => {
        await this.courts.add(actor, court);
        return redirect('/courts', { kind: 'success', key: 'legal:courts.saved' });
      },
      (form) => Promise.resolve(page('legal/court', courtFormModel(null, mawa.language, form))),
    );
  }

  @Allow('courts:write')
  @Post('closed-days')
  proposeClosedDay(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      ClosedDayDto,
      body,
      mawa.language,
      async (day) => {
        await this.courts.proposeClosedDay(actor, day);
        return redirect('/courts', proposedNotice);
      },
      (form) => this.listPage(actor, mawa.language, form),
    );
  }

  @Allow('courts:write')
  @Get('closed-days/:dayId/removal')
  removal(
    @CurrentActor() actor: Actor,
    @Id('dayId') dayId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.removalPage(actor, dayId, mawa.language, newForm());
  }

  @Allow('courts:write')
  @Post('closed-days/:dayId/removal')
  proposeRemoval(
    @CurrentActor() actor: Actor,
    @Id('dayId') dayId: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      RemoveClosedDayDto,
      body,
      mawa.language,
      async ({ source }) => {
        await this.courts.proposeRemoval(actor, dayId, source);
        return redirect('/courts', proposedNotice);
      },
      (form) => this.removalPage(actor, dayId, mawa.language, form),
    );
  }

  @Allow('courts:write')
  @Get(':courtId')
  async edit(
    @CurrentActor() actor: Actor,
    @Id('courtId') courtId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    const court = await this.courts.one(actor, courtId);
    return page('legal/court', courtFormModel(court, mawa.language, newForm()));
  }

  @Allow('courts:write')
  @Post(':courtId')
  change(
    @CurrentActor() actor: Actor,
    @Id('courtId') courtId: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      ChangeCourtDto,
      body,
      mawa.language,
      async (court) => {
        await this.courts.change(actor, courtId, court);
        return redirect('/courts', { kind: 'success', key: 'legal:courts.saved' });
      },
      async (form) => {
        const court = await this.courts.one(actor, courtId);
        return page('legal/court', courtFormModel(court, mawa.language, form));
      },
    );
  }

  private async listPage(actor: Actor, language: Language, form: FormState) {
    const { courts, closedDays } = await this.courts.all(actor);
    const waiting = await this.settings.waiting(actor, 'court_calendar');
    return page('legal/courts', {
      ...courtsModel(actor, { courts, closedDays }, language, form),
      // A closed day holds on it, not from it on.
      waiting: waitingModel(waiting, actor, closedDayLines(courts, language)).map((one) => ({
        ...one,
        hasDay: false,
      })),
    });
  }

  private async removalPage(actor: Actor, dayId: string, language: Language, form: FormState) {
    const definition = removalForm(await this.courts.closedDay(actor, dayId), language);
    const action = `/courts/closed-days/${dayId}/removal`;
    return formPage('legal/form', definition, form, action, '/courts');
  }
}
