import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { newForm, type FormState } from '../../platform/web/forms';
import { Id } from '../../platform/web/id.decorator';
import { page, type PageView } from '../../platform/web/page-response';
import { MoveDto, PartyMoveChoicesDto } from '../dto/stay.dto';
import { submitBedForm, type PageResponse } from './bed.form';
import { Moves } from './moves.service';
import { FindPartyMoves } from './party-move.service';
import { nightIn } from './move.view';
import { bookingsIn, partyMovePage } from './party-move.view';

@ApiExcludeController()
@Controller('beds/bookings')
export class PartyMovesPagesController {
  constructor(
    private readonly moves: Moves,
    private readonly choices: FindPartyMoves,
  ) {}

  @Allow('beds:move')
  @Get(':id/party-move')
  choose(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() query: PartyMoveChoicesDto,
  ): Promise<PageView> {
    return this.show(actor, id, query, newForm());
  }

  @Allow('beds:move')
  @Post(':id/party-move')
  move(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @RequestId() key: string | null,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: MoveDto,
      act: (dto) => {
        if (!dto.moves.some(({ bookingId }) => bookingId === id)) throw notFound();
        return this.moves.move(actor, dto, key);
      },
      to: ({ bookings }) => `/beds/bookings/${bookings[0]!.id}`,
      done: 'party_moved',
      words: 'stays',
      again: (form) => this.show(actor, id, { night: nightIn(form), with: bookingsIn(form) }, form),
    });
  }

  private async show(
    actor: Actor,
    id: string,
    { night, with: chosen, proposal }: PartyMoveChoicesDto,
    form: FormState,
  ): Promise<PageView> {
    const choices = await this.choices.of(actor, id, { night, chosen });
    return page('stays/party-move', partyMovePage(choices, actor, form, proposal));
  }
}
