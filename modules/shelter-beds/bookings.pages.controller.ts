import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { Transactions } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { newForm, submitForm, type FormState } from '../../src/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../src/web/page';
import { translate } from '../../src/web/i18n';
import { Blocks } from './blocks.service';
import { findBed, findBooking } from './bookings.queries';
import { BlockDto, CheckInDto, ExitDto, PlannedExitDto, ReleaseDto } from './dto/booking.dto';
import { Stays } from './stays.service';

type Answer = Promise<PageView | PageRedirect>;
type Fields = Record<string, unknown>;
const done = (key: string) => ({ kind: 'success', key: `beds:done.${key}` }) as const;

@ApiExcludeController()
@Controller('beds')
export class BookingsPagesController {
  constructor(
    private readonly transactions: Transactions,
    private readonly stays: Stays,
    private readonly blocks: Blocks,
  ) {}

  @Allow('beds:board')
  @Get('bookings/:id')
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PageView> {
    return this.show(actor, id, newForm());
  }

  @Allow('beds:check-in')
  @Post('bookings/:id/check-in')
  checkIn(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      CheckInDto,
      body,
      mawa.language,
      async (dto) => {
        await this.stays.checkIn(actor, id, dto);
        return redirect(`/beds/bookings/${id}`, done('checked_in'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:exit')
  @Post('bookings/:id/exit')
  exit(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      ExitDto,
      body,
      mawa.language,
      async (dto) => {
        await this.stays.exit(actor, id, dto);
        return redirect('/beds', done('left'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:exit')
  @Post('bookings/:id/planned-exit')
  planExit(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      PlannedExitDto,
      body,
      mawa.language,
      async (dto) => {
        await this.stays.planExit(actor, id, dto);
        return redirect(`/beds/bookings/${id}`, done('exit_planned'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:release')
  @Post('bookings/:id/release')
  release(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      ReleaseDto,
      body,
      mawa.language,
      async (dto) => {
        await this.stays.release(actor, id, dto);
        return redirect('/beds', done('released'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:block')
  @Get('bed/:id')
  bed(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PageView> {
    return this.showBed(actor, id, newForm());
  }

  @Allow('beds:block')
  @Post('bed/:id/blocks')
  block(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      BlockDto,
      body,
      mawa.language,
      async (dto) => {
        await this.blocks.block(actor, id, dto);
        return redirect('/beds', done('blocked'));
      },
      (form) => this.showBed(actor, id, form),
    );
  }

  @Allow('beds:block')
  @Post('blocks/:id/undo')
  async unblock(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<PageRedirect> {
    await this.blocks.unblock(actor, id);
    return redirect('/beds', done('unblocked'));
  }

  private async show(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const { booking, today } = await this.transactions.run(actor, async (tx) => ({
      booking: await findBooking(tx, id),
      today: tx.today,
    }));
    const here = actor.shelterIds.includes(booking.shelterId);
    const arrives = booking.state === 'hold' || booking.state === 'promised';
    return page('beds/booking', {
      title: translate(actor.language, 'beds:booking.title', {
        bed: `${booking.room} ${booking.bed}`,
        shelter: booking.shelter,
      }),
      form,
      booking,
      today,
      mayOpenRequest: booking.requestId !== null && arrives,
      mayCheckIn: here && arrives && may(actor, 'beds:check-in'),
      mayExit: here && booking.state === 'stay' && may(actor, 'beds:exit'),
      mayRelease: arrives && may(actor, 'beds:release'),
      mayUnblock: here && booking.state === 'blocked' && may(actor, 'beds:block'),
    });
  }

  private async showBed(actor: Actor, id: string, form: FormState): Promise<PageView> {
    const bed = await this.transactions.run(actor, (tx) => findBed(tx, id));
    const title = translate(actor.language, 'beds:booking.title', {
      bed: `${bed.room} ${bed.label}`,
      shelter: bed.shelter,
    });
    const here = actor.shelterIds.includes(bed.shelterId);
    return page('beds/bed', { title, form, bed, mayBlock: here });
  }
}
