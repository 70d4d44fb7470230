import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { submitForm } from '../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { AddItemDto, ChangeItemDto, MoveItemDto, RevisionDto } from './dto/list.dto';
import { ListDrafts } from './list-drafts.service';
import { ListPages } from './reference-lists.view';

type PageAnswer = Promise<PageView | PageRedirect>;

/** The items of a draft, one a form. */
@ApiExcludeController()
@Allow('lists:write')
@Controller('lists/:name/draft')
export class ListItemsPagesController {
  constructor(
    private readonly pages: ListPages,
    private readonly drafts: ListDrafts,
  ) {}

  @Get('new')
  newItem(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.item(actor, mawa.language, name, null, null);
  }

  @Post('items')
  add(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      AddItemDto,
      body,
      mawa.language,
      async (item) => {
        await this.drafts.add(actor, name, item);
        return redirect(`/lists/${name}/draft`, { kind: 'success', key: 'lists:saved' });
      },
      (form) => this.pages.item(actor, mawa.language, name, null, form),
    );
  }

  @Get('items/:code')
  item(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.item(actor, mawa.language, name, code, null);
  }

  @Post('items/:code')
  change(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      ChangeItemDto,
      body,
      mawa.language,
      async (item) => {
        await this.drafts.rewrite(actor, name, { ...item, code });
        return redirect(`/lists/${name}/draft`, { kind: 'success', key: 'lists:saved' });
      },
      (form) => this.pages.item(actor, mawa.language, name, code, form),
    );
  }

  @Post('items/:code/move')
  move(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      MoveItemDto,
      body,
      mawa.language,
      async ({ revision, to }) => {
        await this.drafts.move(actor, name, { revision, code, to });
        return redirect(`/lists/${name}/draft#item-${code}`);
      },
      (form) => this.pages.draft(actor, mawa.language, name, form),
    );
  }

  @Post('items/:code/removal')
  remove(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      RevisionDto,
      body,
      mawa.language,
      async ({ revision }) => {
        await this.drafts.remove(actor, name, { revision, code });
        return redirect(`/lists/${name}/draft`, { kind: 'success', key: 'lists:removed' });
      },
      (form) => this.pages.item(actor, mawa.language, name, code, form),
    );
  }
}
