import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { submitForm, orRefused } from '../../platform/web/forms';
import { type PageRedirect, type PageView, redirect } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { readSource } from '../definition/source-lines.rules';
import { ApproveFormDto, CompareFormVersionsDto, StartDraftDto } from '../dto/form.dto';
import { type PostedFields } from './draft.form';
import { stringOf } from './draft-answers.form';
import { DraftForms } from './draft-forms.service';
import { FormPages } from './form-pages.service';
import { TextPages } from './text-pages.service';

type PageResponse = Promise<PageView | PageRedirect>;

/** Forms as those who own them see them: which there are, in which versions, what changed. */
@ApiExcludeController()
@Controller('forms')
export class FormsPagesController {
  constructor(
    private readonly pages: FormPages,
    private readonly texts: TextPages,
    private readonly drafts: DraftForms,
  ) {}

  @Allow('forms:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.pages.list(actor, mawa);
  }

  @Allow('forms:write')
  @Get('new')
  fresh(@Req() { mawa }: FastifyRequest) {
    return this.texts.fresh(mawa, null, null);
  }

  @Allow('forms:write')
  @Post('new')
  async create(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const text = stringOf(body?.['text']);
    return orRefused(
      async () => {
        const { key } = await this.drafts.create(actor, readSource(text).value);
        return redirect(`/forms/${key}/draft`, {
          kind: 'success',
          key: 'assessments:forms.started',
        });
      },
      async (error) => this.texts.fresh(mawa, text, error),
    );
  }

  @Allow('forms:write')
  @Post('preview')
  @HttpCode(200)
  preview(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.texts.preview(actor, mawa, null, body?.['text']);
  }

  @Allow('forms:read')
  @Get(':key')
  file(@CurrentActor() actor: Actor, @Param('key') key: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.file(actor, mawa, key);
  }

  @Allow('forms:read')
  @Get(':key/versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('version', ParseIntPipe) version: number,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.version(actor, mawa, key, version);
  }

  @Allow('forms:read')
  @Get(':key/compare')
  async compare(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { from, to } = await validateDto(CompareFormVersionsDto, query);
    return this.pages.comparison(actor, mawa, key, from, to);
  }

  @Allow('forms:write')
  @Post(':key/start')
  start(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      StartDraftDto,
      body,
      mawa.language,
      async ({ from }) => {
        await this.drafts.start(actor, key, from ?? null);
        return redirect(`/forms/${key}/draft`, {
          kind: 'success',
          key: 'assessments:forms.started',
        });
      },
      (form) => this.pages.file(actor, mawa, key, form),
    );
  }

  @Allow('forms:approve')
  @Post(':key/approve')
  approve(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return submitForm(
      ApproveFormDto,
      body,
      mawa.language,
      async ({ revision, from }) => {
        await this.drafts.approve(actor, key, revision, from ?? null);
        return redirect(`/forms/${key}`, { kind: 'success', key: 'assessments:forms.approved' });
      },
      (form) => this.pages.file(actor, mawa, key, form),
    );
  }
}
