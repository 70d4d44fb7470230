import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, AllowUnattended, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm } from '../platform/web/forms';
import {
  fragment,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { BoardPageDto, BoardPartsDto } from './board.dto';
import { boardPath, samePath } from './page/board-address.rules';
import { boardPage, boardParts } from './page/board-page.view';
import { BoardScreen } from './page/screen.service';

@ApiExcludeController()
@Controller('beds')
export class BoardPagesController {
  constructor(private readonly screen: BoardScreen) {}

  @Allow('beds:board')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() query: BoardPageDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const opened = await this.screen.open(actor, { ...query });
    if ('leadTo' in opened) return redirect(boardPath(opened.leadTo), mawa.flash);
    return page('beds/board', boardPage(opened, actor));
  }

  /** Parts of the board that an open page fetches after a change. */
  @AllowUnattended('beds:board')
  @Get('board/parts')
  async parts(
    @CurrentActor() actor: Actor,
    @Query() { only, ...query }: BoardPartsDto,
  ): Promise<PageView> {
    const screen = await this.screen.refresh(actor, query);
    return fragment('beds/parts', boardParts(screen, actor, only?.split(',') ?? null));
  }

  /** Filters the board; the filter is part of the address and is remembered. */
  @Allow('beds:board')
  @Post('board/filters')
  filter(
    @CurrentActor() actor: Actor,
    @Req() { body, mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      BoardPageDto,
      body,
      mawa.language,
      async (query) => {
        await this.screen.remember(actor, query);
        return redirect(samePath(query));
      },
      async (form) =>
        page(
          'beds/board',
          boardPage(await this.screen.refresh(actor, {}), actor, { ...newForm(), ...form }),
        ),
    );
  }
}
