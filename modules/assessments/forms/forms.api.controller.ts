import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { problemsOf } from '../definition/definition-problems.rules';
import { readDefinition } from '../definition/definition-reader.rules';
import {
  ApproveFormDto,
  CompareFormVersionsDto,
  NewFormDto,
  RequestApprovalDto,
  StartDraftDto,
  WriteDraftDto,
} from '../dto/form.dto';
import { DraftForms } from './draft-forms.service';
import { Forms } from './forms.service';

@ApiTags('forms')
@Controller('api/v1/forms')
export class FormsApiController {
  constructor(
    private readonly forms: Forms,
    private readonly drafts: DraftForms,
  ) {}

  /** List the assessment forms. */
  @Allow('forms:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.forms.list(actor);
  }

  /** Create an assessment form. */
  @Allow('forms:write')
  @Post()
  create(@CurrentActor() actor: Actor, @Body() { definition }: NewFormDto) {
    return this.drafts.create(actor, definition);
  }

  /**
   * Check the definition of a form without keeping it.
   * What is wrong with a definition, without keeping it.
   */
  @Allow('forms:write')
  @Post('check')
  @HttpCode(200)
  check(@Body() { definition }: NewFormDto) {
    const { form, problems } = readDefinition(definition);
    return { problems: form ? problemsOf(form) : problems };
  }

  /** Show a form with its versions. */
  @Allow('forms:read')
  @Get(':key')
  file(@CurrentActor() actor: Actor, @Param('key') key: string) {
    return this.forms.file(actor, key);
  }

  /** Show one version of a form. */
  @Allow('forms:read')
  @Get(':key/versions/:version')
  version(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('version', ParseIntPipe) version: number,
  ) {
    return this.forms.version(actor, key, version);
  }

  /** Compare two versions of a form. */
  @Allow('forms:read')
  @Get(':key/comparison')
  compare(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Query() { from, to }: CompareFormVersionsDto,
  ) {
    return this.forms.compare(actor, key, from, to);
  }

  /** Show the draft of a form. */
  @Allow('forms:write')
  @Get(':key/draft')
  async draft(@CurrentActor() actor: Actor, @Param('key') key: string) {
    const { draft, problems } = await this.forms.draft(actor, key);
    return { draft, problems };
  }

  /** Start the draft of the next version of a form. */
  @Allow('forms:write')
  @Post(':key/draft')
  start(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() { from }: StartDraftDto) {
    return this.drafts.start(actor, key, from ?? null);
  }

  /** Save the draft of a form. */
  @Allow('forms:write')
  @Put(':key/draft')
  write(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() { revision, definition }: WriteDraftDto,
  ) {
    return this.drafts.write(actor, key, revision, definition);
  }

  /** Delete the draft of a form. */
  @Allow('forms:write')
  @Delete(':key/draft')
  @HttpCode(204)
  drop(@CurrentActor() actor: Actor, @Param('key') key: string) {
    return this.drafts.drop(actor, key);
  }

  /** Ask a second person to approve the draft of a form. */
  @Allow('forms:write')
  @Post(':key/draft/approval-request')
  @HttpCode(204)
  requestApproval(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() { revision }: RequestApprovalDto,
  ) {
    return this.drafts.requestApproval(actor, key, revision);
  }

  /** Approve the draft of a form, which puts it in force. */
  @Allow('forms:approve')
  @Post(':key/approval')
  approve(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() { revision, from }: ApproveFormDto,
  ) {
    return this.drafts.approve(actor, key, revision, from ?? null);
  }
}
