import { Body, Controller, Get, Param, ParseIntPipe, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { submitForm } from '../../platform/web/forms';
import { validateDto } from '../../platform/web/validation';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import {
  ApproveRulesDto,
  RulesRevisionDto,
  StartRulesDto,
  WriteRulesDto,
} from '../dto/placing-rules.dto';
import { RulePages } from './rule-pages.service';
import { PlacingRules } from './rule-sets.service';

type PageResponse = Promise<PageView | PageRedirect>;
type PostedFields = Record<string, unknown> | undefined;
const DRAFT = '/placing-rules/draft';

@ApiExcludeController()
@Controller('placing-rules')
export class PlacingRulesPagesController {
  constructor(
    private readonly pages: RulePages,
    private readonly rules: PlacingRules,
  ) {}

  @Allow('placing-rules:read')
  @Get()
  all(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('placing-rules:read')
  @Get('versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Param('version', ParseIntPipe) version: number,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.pages.version(actor, mawa.language, version);
  }

  /** The synthetic party is part of the address, so that a trial can be shared with a colleague. */
  @Allow('placing-rules:write')
  @Get('try')
  tryOut(
    @CurrentActor() actor: Actor,
    @Query() asked: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.pages.trial(actor, mawa.language, asked);
  }

  @Allow('placing-rules:write')
  @Post('draft/start')
  async start(@CurrentActor() actor: Actor, @Body() body: PostedFields): Promise<PageRedirect> {
    const { note } = await validateDto(StartRulesDto, body ?? {});
    await this.rules.start(actor, note);
    return redirect(DRAFT);
  }

  @Allow('placing-rules:write')
  @Get('draft')
  draft(
    @CurrentActor() actor: Actor,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.pages.draft(actor, mawa.language, null);
  }

  @Allow('placing-rules:write')
  @Post('draft')
  write(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const act = async (dto: WriteRulesDto) => {
      await this.rules.write(actor, dto);
      return redirect(DRAFT, { kind: 'success', key: 'placing-rules:saved' });
    };
    return this.submit(actor, mawa.language, WriteRulesDto, body, act);
  }

  @Allow('placing-rules:write')
  @Post('draft/drop')
  drop(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const act = async ({ revision }: RulesRevisionDto) => {
      await this.rules.drop(actor, revision);
      return redirect('/placing-rules', { kind: 'info', key: 'placing-rules:dropped' });
    };
    return this.submit(actor, mawa.language, RulesRevisionDto, body, act);
  }

  @Allow('placing-rules:approve')
  @Post('draft/approval')
  approve(
    @CurrentActor() actor: Actor,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const act = async (dto: ApproveRulesDto) => {
      await this.rules.approve(actor, dto);
      return redirect('/placing-rules', { kind: 'success', key: 'placing-rules:approved' });
    };
    return this.submit(actor, mawa.language, ApproveRulesDto, body, act);
  }

  private submit<T extends object>(
    actor: Actor,
    language: Language,
    Dto: new () => T,
    body: PostedFields,
    act: (dto: T) => Promise<PageRedirect>,
  ): PageResponse {
    return submitForm(Dto, body, language, act, (form) => this.pages.draft(actor, language, form));
  }
}
