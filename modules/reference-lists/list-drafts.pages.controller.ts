import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { submitForm } from '../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { DraftWordsDto, RevisionDto } from './dto/list.dto';
import { ListDrafts } from './list-drafts.service';
import { ListPages } from './reference-lists.view';

type PageAnswer = Promise<PageView | PageRedirect>;

/** The next version of a list: begun, described, dropped, or approved by another owner. */
@ApiExcludeController()
@Allow('lists:write')
@Controller('lists/:name/draft')
export class ListDraftsPagesController {
  constructor(
    private readonly pages: ListPages,
    private readonly drafts: ListDrafts,
  ) {}

  @Post('start')
  async start(@CurrentActor() actor: Actor, @Param('name') name: string): Promise<PageRedirect> {
    await this.drafts.start(actor, name);
    return redirect(`/lists/${name}/draft`);
  }

  @Get()
  draft(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.draft(actor, mawa.language, name, null);
  }

  @Post()
  describe(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      DraftWordsDto,
      body,
      mawa.language,
      async (words) => {
        await this.drafts.describe(actor, name, words);
        return redirect(`/lists/${name}/draft`, { kind: 'success', key: 'lists:saved' });
      },
      (form) => this.pages.draft(actor, mawa.language, name, form),
    );
  }

  @Post('drop')
  drop(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      RevisionDto,
      body,
      mawa.language,
      async (of) => {
        await this.drafts.drop(actor, name, of);
        return redirect(`/lists/${name}`, { kind: 'info', key: 'lists:dropped' });
      },
      (form) => this.pages.draft(actor, mawa.language, name, form),
    );
  }

  @Post('approval')
  approve(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageAnswer {
    return submitForm(
      RevisionDto,
      body,
      mawa.language,
      async (of) => {
        await this.drafts.approve(actor, name, of);
        return redirect(`/lists/${name}`, { kind: 'success', key: 'lists:approved' });
      },
      (form) => this.pages.draft(actor, mawa.language, name, form),
    );
  }
}
