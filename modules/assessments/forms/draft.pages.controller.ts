import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { orRefused } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { changeHead } from '../definition/edit.rules';
import { readSource } from '../definition/source-lines.rules';
import { showFormOnError, revisionIn, stringOf } from './draft-answers.form';
import { bandsFrom, headFrom, type PostedFields } from './draft.form';
import { DraftForms } from './draft-forms.service';
import { DraftPages } from './draft-pages.service';
import { TextPages } from './text-pages.service';

const SAVED = { kind: 'success', key: 'assessments:forms.saved' } as const;

/** The draft of a form as a whole: its head, its bands, its text. */
@ApiExcludeController()
@Controller('forms/:key/draft')
export class DraftPagesController {
  constructor(
    private readonly pages: DraftPages,
    private readonly texts: TextPages,
    private readonly drafts: DraftForms,
  ) {}

  @Allow('forms:write')
  @Get()
  overview(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.overview(actor, mawa, key);
  }

  @Allow('forms:write')
  @Get('head')
  head(@CurrentActor() actor: Actor, @Param('key') key: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.head(actor, mawa, key, null);
  }

  @Allow('forms:write')
  @Post('head')
  changeHead(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { revision, ...posted } = body ?? {};
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        const head = headFrom(posted);
        await this.drafts.edit(actor, key, revisionIn({ revision }), (form) =>
          changeHead(form, head),
        );
        return redirect(`/forms/${key}/draft`, SAVED);
      },
      (form) => this.pages.head(actor, mawa, key, form),
    );
  }

  @Allow('forms:write')
  @Get('scoring')
  scoring(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.scoring(actor, mawa, key, null);
  }

  @Allow('forms:write')
  @Post('scoring')
  changeBands(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { revision, ...posted } = body ?? {};
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        const bands = bandsFrom(posted);
        await this.drafts.edit(actor, key, revisionIn({ revision }), (form) => ({
          ...form,
          scoring: { ...(form.scoring?.by === 'points' ? form.scoring : { by: 'points' }), bands },
        }));
        return redirect(`/forms/${key}/draft`, SAVED);
      },
      (form) => this.pages.scoring(actor, mawa, key, form),
    );
  }

  @Allow('forms:write')
  @Get('text')
  text(@CurrentActor() actor: Actor, @Param('key') key: string, @Req() { mawa }: FastifyRequest) {
    return this.texts.edit(actor, mawa, key, null, null);
  }

  @Allow('forms:write')
  @Post('text')
  writeText(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ) {
    const text = stringOf(body?.['text']);
    return orRefused(
      async () => {
        await this.drafts.write(actor, key, revisionIn(body ?? {}), readSource(text).value);
        return redirect(`/forms/${key}/draft`, SAVED);
      },
      (error) => this.texts.edit(actor, mawa, key, text, error, stringOf(body?.['revision'])),
    );
  }

  @Allow('forms:write')
  @Post('preview')
  @HttpCode(200)
  preview(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.texts.preview(actor, mawa, key, body?.['text']);
  }

  @Allow('forms:write')
  @Post('approval-request')
  requestApproval(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ) {
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        await this.drafts.requestApproval(actor, key, revisionIn(body ?? {}));
        return redirect(`/forms/${key}`, {
          kind: 'success',
          key: 'assessments:forms.approval_requested',
        });
      },
      (form) => this.pages.overview(actor, mawa, key, form),
    );
  }

  @Allow('forms:write')
  @Post('drop')
  async drop(@CurrentActor() actor: Actor, @Param('key') key: string) {
    await this.drafts.drop(actor, key);
    return redirect('/forms', { kind: 'info', key: 'assessments:forms.dropped' });
  }
}
