import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, type FormState } from '../platform/web/forms';
import { fragment, page, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  BookingFile,
  BookingPages,
  submitBedForm,
  type PageResponse,
  FindExtensionNeeds,
  Stays,
  PlannedExitDto,
  HoldDto,
  ReasonDto,
  BedHolds,
} from '../shelter-beds';
import { BedReadyDto, BedPreparations } from '../shelter-operations';
import { BoardPageDto } from './board.dto';
import { actionsModel, BookingActionsDto } from './page/booking-actions.view';
import { boardPath, samePath, type BoardQuery } from './page/board-address.rules';
import { boardPage } from './page/board-page.view';
import { BoardScreen } from './page/screen.service';

/** Presses on the board that lead back to it, as it was: the same use cases as on the pages of requests, stays and houses. */
@ApiExcludeController()
@Controller('beds/board')
export class BoardActsPagesController {
  constructor(
    private readonly screen: BoardScreen,
    private readonly holds: BedHolds,
    private readonly stays: Stays,
    private readonly file: BookingFile,
    private readonly pages: BookingPages,
    private readonly needs: FindExtensionNeeds,
    private readonly preparations: BedPreparations,
  ) {}

  @Allow('beds:hold')
  @Post('requests/:id/holds')
  hold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: BoardPageDto,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: HoldDto,
      act: (dto) => this.holds.place(actor, id, dto, repeatId),
      to: boardPath({ ...query, request: id }),
      done: 'held',
      again: (form) => this.again(actor, { ...query, request: id }, form),
    });
  }

  @Allow('beds:hold')
  @Post('requests/:id/hold-renewal')
  renew(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: BoardPageDto,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.holds.renew(actor, id),
      to: boardPath({ ...query, request: id }),
      done: 'hold_renewed',
      again: (form) => this.again(actor, { ...query, request: id }, form),
    });
  }

  @Allow('beds:promise')
  @Post('requests/:id/promise')
  promise(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: BoardPageDto,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.stays.promise(actor, id),
      to: boardPath({ ...query, request: id }),
      done: 'promised',
      again: (form) => this.again(actor, { ...query, request: id }, form),
    });
  }

  @Allow('beds:release')
  @Post('requests/:id/release')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: BoardPageDto,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: ({ reason }) => this.stays.releaseParty(actor, id, reason),
      to: samePath({ ...query, request: undefined }),
      done: 'released',
      again: (form) => this.again(actor, { ...query, request: id }, form),
    });
  }

  /** Actions for a booking, shown over the board; without scripts the bar links to its page. */
  @Allow('beds:board')
  @Get('bookings/:id')
  async actions(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { on, ...query }: BookingActionsDto,
  ): Promise<PageView> {
    const booking = await this.file.one(actor, id);
    const model = actionsModel(booking, actor, query, on ?? null);
    const extend = model.plan ? await this.needs.of(actor, id) : null;
    return fragment('beds/actions', { ...model, extend, form: newForm() });
  }

  /** Dragged to another day or chosen by its date: the planned exit moves, and the board is shown again. */
  @Allow('beds:exit')
  @Post('bookings/:id/planned-exit')
  planExit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: BoardPageDto,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: PlannedExitDto,
      act: (dto) => this.stays.planExit(actor, id, dto),
      to: samePath(query),
      done: ({ extension }) => (extension === null ? 'exit_planned' : 'exit_planned_asked'),
      again: async (form) =>
        page('beds/booking', await this.pages.model(actor, id, newForm(), form)),
    });
  }

  @Allow('beds:prepare')
  @Post('ready')
  ready(
    @CurrentActor() actor: Actor,
    @Query() query: BoardPageDto,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: BedReadyDto,
      act: ({ bedId }) => this.preparations.ready(actor, bedId),
      to: samePath(query),
      done: 'ready',
      again: (form) => Promise.resolve(page('house/refused', { form })),
    });
  }

  private async again(actor: Actor, query: BoardQuery, form: FormState): Promise<PageView> {
    const screen = await this.screen.refresh(actor, query);
    return page('beds/board', boardPage(screen, actor, { ...newForm(), ...form }));
  }
}
