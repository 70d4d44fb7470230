import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { Lists } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { BoardHidings } from './board-hidings.service';
import { Arrivals } from './arrivals.service';
import { Blocks } from './blocks.service';
import { bedPage } from './booking.view';
import { BookingPages } from './booking-pages.service';
import { loadBooking } from './booking-steps.queries';
import { findBed } from './bookings.queries';
import {
  ArrivalReviewDto,
  BedBlockDto,
  BoardHidingFormDto,
  CheckInDto,
  ExitDto,
  PlannedExitDto,
  ReleaseDto,
} from '../dto/booking.dto';
import { submitBedForm, type PageResponse } from './bed.form';
import { Stays } from './stays.service';

@ApiExcludeController()
@Controller('beds')
export class BookingsPagesController {
  constructor(
    private readonly transactions: Transactions,
    private readonly pages: BookingPages,
    private readonly stays: Stays,
    private readonly arrivals: Arrivals,
    private readonly hidings: BoardHidings,
    private readonly blocks: Blocks,
    private readonly lists: Lists,
  ) {}

  @Allow('beds:board')
  @Get('bookings/:id')
  one(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.show(actor, id, newForm());
  }

  @Allow('beds:check-in')
  @Post('bookings/:id/check-in')
  checkIn(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: CheckInDto,
      act: (dto) => this.stays.checkIn(actor, id, dto),
      to: `/beds/bookings/${id}`,
      done: 'checked_in',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:agree')
  @Post('bookings/:id/arrival-review')
  review(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ArrivalReviewDto,
      act: ({ finding }) => this.arrivals.review(actor, id, finding),
      to: `/beds/bookings/${id}`,
      done: 'reviewed',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:exit')
  @Post('bookings/:id/exit')
  exit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ExitDto,
      act: async (dto) => {
        await this.stays.exit(actor, id, dto);
        return this.transactions.run(actor, (tx) => loadBooking(tx, id));
      },
      to: ({ shelterId }) => `/house/${shelterId}/roll`,
      done: 'left',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:exit')
  @Post('bookings/:id/planned-exit')
  planExit(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: PlannedExitDto,
      act: (dto) => this.stays.planExit(actor, id, dto),
      to: `/beds/bookings/${id}`,
      done: ({ extension }) => (extension === null ? 'exit_planned' : 'exit_planned_asked'),
      again: (form) => this.show(actor, id, newForm(), form),
    });
  }

  @Allow('beds:release')
  @Post('bookings/:id/release')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReleaseDto,
      act: (dto) => this.stays.release(actor, id, dto),
      to: '/beds',
      done: 'released',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:hide')
  @Post('bookings/:id/board-hiding')
  hide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: BoardHidingFormDto,
      act: ({ hidingReason }) => this.hidings.hide(actor, id, hidingReason),
      to: `/beds/bookings/${id}`,
      done: 'hidden_on_board',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:hide')
  @Post('bookings/:id/board-hiding/end')
  async showAgain(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.hidings.showAgain(actor, id);
    return redirect(`/beds/bookings/${id}`, { kind: 'success', key: 'beds:done.shown_on_board' });
  }

  @Allow('beds:block')
  @Get('bed/:id')
  bed(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.showBed(actor, id, newForm());
  }

  @Allow('beds:block')
  @Post('bed/:id/blocks')
  block(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: BedBlockDto,
      act: (dto) => this.blocks.block(actor, id, dto),
      to: '/beds',
      done: 'blocked',
      again: (form) => this.showBed(actor, id, form),
    });
  }

  @Allow('beds:block')
  @Post('blocks/:id/undo')
  async unblock(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.blocks.unblock(actor, id);
    return redirect('/beds', { kind: 'success', key: 'beds:done.unblocked' });
  }

  private async show(
    actor: Actor,
    id: string,
    form: FormState,
    planForm: FormState | null = null,
  ): Promise<PageView> {
    return page('beds/booking', await this.pages.model(actor, id, form, planForm));
  }

  private async showBed(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const bed = await this.transactions.run(actor, (tx) => findBed(tx, id));
    const reasons = await this.lists.choices(actor, 'block_reasons');
    return page('beds/bed', bedPage(bed, actor, form, reasons));
  }
}
