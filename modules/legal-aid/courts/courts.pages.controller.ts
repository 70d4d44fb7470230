import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { ChangeCourtDto, ClosedDayDto, CourtDto } from '../dto/court.dto';
import { courtFormModel, courtsModel } from './courts.view';
import { Courts } from './courts.service';

type PageResult = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@Controller('courts')
export class CourtsPagesController {
  constructor(private readonly courts: Courts) {}

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
  close(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      ClosedDayDto,
      body,
      mawa.language,
      async (day) => {
        await this.courts.close(actor, day);
        return redirect('/courts', { kind: 'success', key: 'legal:courts.day_saved' });
      },
      (form) => this.listPage(actor, mawa.language, form),
    );
  }

  @Allow('courts:write')
  @Post('closed-days/:dayId/undo')
  async reopen(@CurrentActor() actor: Actor, @Id('dayId') dayId: string) {
    await this.courts.reopen(actor, dayId);
    return redirect('/courts', { kind: 'success', key: 'legal:courts.day_gone' });
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

  private async listPage(actor: Actor, language: Actor['language'], form: FormState) {
    return page('legal/courts', courtsModel(actor, await this.courts.all(actor), language, form));
  }
}
