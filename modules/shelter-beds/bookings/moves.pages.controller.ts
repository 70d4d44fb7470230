import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { newForm, type FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { MoveChoicesDto, MoveFormDto, UndoDto } from '../dto/stay.dto';
import { FindMoves } from './move-choices.service';
import { ExpectedArrivals } from './expected.service';
import { moveOf, movePage, nightIn, otherBedOf, undoPage } from './move.view';
import { Moves } from './moves.service';
import { submitBedForm, type PageResponse } from './bed.form';
import { UndoSteps } from './undo.service';

@ApiExcludeController()
@Controller('beds/bookings')
export class MovesPagesController {
  constructor(
    private readonly moves: Moves,
    private readonly choices: FindMoves,
    private readonly undoing: UndoSteps,
    private readonly expected: ExpectedArrivals,
  ) {}

  @Allow('beds:move')
  @Get(':id/move')
  choose(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { night, to }: MoveChoicesDto,
  ): Promise<PageView> {
    return this.show(actor, id, night, newForm(to === undefined ? {} : { to }));
  }

  @Allow('beds:move')
  @Post(':id/move')
  move(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: MoveFormDto,
      act: (form) => this.moves.fromForm(actor, id, (ownBed) => moveOf(id, ownBed, form), key),
      to: ({ bookings }) => `/beds/bookings/${bookings[0]!.id}`,
      done: 'moved',
      words: 'stays',
      again: (form) => this.show(actor, id, nightIn(form), form),
    });
  }

  @Allow('beds:move')
  @Post(':id/other-bed')
  otherBed(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: MoveFormDto,
      act: (form) => this.expected.otherBed(actor, id, otherBedOf(form), key),
      to: ({ requestId }) => `/beds/requests/${requestId}`,
      done: 'other_bed',
      words: 'stays',
      again: (form) => this.show(actor, id, undefined, form),
    });
  }

  @Allow('beds:undo')
  @Get(':id/undo')
  consequences(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showUndo(actor, id, newForm());
  }

  @Allow('beds:undo')
  @Post(':id/undo')
  undo(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: UndoDto,
      act: (dto) => this.undoing.undo(actor, id, dto, key),
      to: ({ bookings }) => `/beds/bookings/${bookings.at(-1)!.id}`,
      done: 'undone',
      words: 'stays',
      again: (form) => this.showUndo(actor, id, form),
    });
  }

  private async show(
    actor: Actor,
    id: string,
    night: CivilDate | undefined,
    form: FormState,
  ): Promise<PageView> {
    const choices = await this.choices.forBooking(actor, id, night);
    return page('stays/move', movePage(choices, actor, form));
  }

  private async showUndo(actor: Actor, id: string, form: FormState): Promise<PageView> {
    return page(
      'stays/undo',
      undoPage(id, await this.undoing.consequences(actor, id), actor, form),
    );
  }
}
