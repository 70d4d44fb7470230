import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { newForm, requestIdOf, submitForm } from '../platform/web/forms';
import { redirect } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  TrackForms,
  TrackTarget,
  type TrackFormTarget,
  type PostedFields,
  type PageResult,
} from './track-forms.service';
import {
  ChooseTrackKindDto,
  OpenTrackDto,
  TrackStepDto,
  WithdrawReturnDto,
} from './dto/return.dto';
import { type ReturnFormBuilder, ReturnPages } from './return-pages.view';
import { type TrackKind, nextUsualState } from './track-states.rules';
import { Tracks } from './tracks.service';

const openForm =
  (door: TrackKind): ReturnFormBuilder =>
  (forms, { file }) =>
    forms.open(door, file.person.nationality);
const stepForm: ReturnFormBuilder = (forms, { track }) =>
  forms.step(
    track.next.filter((to) => to !== 'withdrawn'),
    nextUsualState(track.door, track.state),
  );
const withdrawForm: ReturnFormBuilder = (forms) => forms.withdraw();

/** Pages of the tracks of a person: opening, steps, ending. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/returns')
export class TracksPagesController {
  constructor(
    private readonly pages: ReturnPages,
    private readonly forms: TrackForms,
    private readonly tracks: Tracks,
  ) {}

  @Allow('returns:read')
  @Get()
  file(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.file(actor, mawa.language, id);
  }

  @Allow('returns:write')
  @Get('new')
  openForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { door }: ChooseTrackKindDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    const at = { id, trackId: null, path: '' };
    return this.pages.form(actor, mawa.language, at, openForm(door ?? 'return'), newForm());
  }

  @Allow('returns:write')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const door = body.door === 'home' ? 'home' : 'return';
    return submitForm(
      OpenTrackDto,
      body,
      mawa.language,
      async (given) => {
        const opened = await this.tracks.open(actor, id, given, requestIdOf(_request));
        return redirect(`/people/${id}/returns/${opened.id}`, {
          kind: 'success',
          key: 'returns:saved',
        });
      },
      (form) => {
        const at = { id, trackId: null, path: '' };
        return this.pages.form(actor, mawa.language, at, openForm(door), form);
      },
    );
  }

  @Allow('returns:read')
  @Get(':trackId')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trackId') trackId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.track(actor, mawa.language, id, trackId);
  }

  @Allow('returns:write')
  @Get(':trackId/steps/new')
  stepForm(@TrackTarget('steps') at: TrackFormTarget) {
    return this.forms.show(at, stepForm);
  }

  @Allow('returns:write')
  @Post(':trackId/steps')
  step(@TrackTarget('steps') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, TrackStepDto, body, stepForm, (given, requestId) =>
      this.tracks.step(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:withdraw')
  @Get(':trackId/withdrawal/new')
  withdrawForm(@TrackTarget('withdrawal') at: TrackFormTarget) {
    return this.forms.show(at, withdrawForm);
  }

  @Allow('returns:withdraw')
  @Post(':trackId/withdrawal')
  withdraw(@TrackTarget('withdrawal') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, WithdrawReturnDto, body, withdrawForm, (given, requestId) =>
      this.tracks.withdraw(at.actor, at.id, at.trackId, given, requestId),
    );
  }
}
