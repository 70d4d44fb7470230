import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { AddStandardDto } from '../recognition.dto';
import { StandardPages } from './standards-pages.view';
import { Standards } from './standards.service';

type PageResult = Promise<PageView | PageRedirect>;
const saved = () => redirect('/training/standards', { kind: 'success', key: 'recognition:saved' });

/** Occupational standards: read by case workers, entered by the programme. */
@ApiExcludeController()
@Controller('training/standards')
export class StandardsPagesController {
  constructor(
    private readonly standards: Standards,
    private readonly pages: StandardPages,
  ) {}

  @Allow('training:offers')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('recognition:standards')
  @Get('new')
  addForm(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.pages.form(actor, mawa.language, null, newForm());
  }

  @Allow('recognition:standards')
  @Post()
  add(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      AddStandardDto,
      body,
      mawa.language,
      async (given) => {
        await this.standards.add(actor, given, requestIdOf(_request));
        return saved();
      },
      (form) => this.pages.form(actor, mawa.language, null, form),
    );
  }

  @Allow('recognition:standards')
  @Get(':standardId/editions/new')
  editionForm(
    @CurrentActor() actor: Actor,
    @Id('standardId') id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.form(actor, mawa.language, id, newForm());
  }

  @Allow('recognition:standards')
  @Post(':standardId/editions')
  addEdition(
    @CurrentActor() actor: Actor,
    @Id('standardId') id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      AddStandardDto,
      body,
      mawa.language,
      async (given) => {
        await this.standards.addEdition(actor, id, given, requestIdOf(_request));
        return saved();
      },
      (form) => this.pages.form(actor, mawa.language, id, form),
    );
  }
}
