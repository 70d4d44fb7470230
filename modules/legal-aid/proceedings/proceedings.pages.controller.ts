import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import {
  AddMeasureDto,
  ChangeProceedingDto,
  MeasureStepDto,
  OpenProceedingDto,
  StageStepDto,
} from '../dto/legal.dto';
import { LegalPages, type LegalFormContext, listStartStates } from './legal-pages.view';
import { stageSaved } from './legal.view';
import type { formsIn } from './legal.form';
import { ProtectionMeasures } from './measures.service';
import { Proceedings } from './proceedings.service';
import { notFound } from '../../platform/shared/domain.errors';
import { Id } from '../../platform/web/id.decorator';

type PageResult = Promise<PageView | PageRedirect>;
type Forms = ReturnType<typeof formsIn>;
type FormBody = Record<string, unknown>;

/** The legal file of a person, and what moves in it; each act is a page of its own. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal')
export class ProceedingsPagesController {
  constructor(
    private readonly pages: LegalPages,
    private readonly proceedings: Proceedings,
    private readonly measures: ProtectionMeasures,
  ) {}

  @Allow('legal:read')
  @Get()
  file(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.file(actor, mawa.language, id);
  }

  @Allow('legal:write')
  @Get('new')
  openForm(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.form(actor, mawa.language, { id, path: '' }, openForm(actor), newForm());
  }

  @Allow('legal:write')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      OpenProceedingDto,
      body,
      mawa.language,
      async (given) => {
        const requestId = typeof _request === 'string' ? _request : null;
        const opened = await this.proceedings.open(actor, id, given, requestId);
        return redirect(`/people/${id}/legal/${opened.id}`, SAVED);
      },
      (form) => this.pages.form(actor, mawa.language, { id, path: '' }, openForm(actor), form),
    );
  }

  @Allow('legal:write')
  @Get('measures/new')
  measureForm(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.measurePage(actor, id, mawa, newForm());
  }

  @Allow('legal:write')
  @Post('measures')
  addMeasure(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      AddMeasureDto,
      body,
      mawa.language,
      async (given) => {
        await this.measures.add(actor, id, given);
        return redirect(`/people/${id}/legal`, SAVED);
      },
      (form) => this.measurePage(actor, id, mawa, form),
    );
  }

  @Allow('legal:write')
  @Get('measures/:measureId/step')
  measureStepForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('measureId') measureId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.measureStepPage(actor, id, measureId, mawa, newForm());
  }

  @Allow('legal:write')
  @Post('measures/:measureId/steps')
  stepMeasure(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('measureId') measureId: string,
    @Body() { _request, ...body }: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      MeasureStepDto,
      body,
      mawa.language,
      async (given) => {
        await this.measures.step(actor, id, measureId, given);
        return redirect(`/people/${id}/legal`, SAVED);
      },
      (form) => this.measureStepPage(actor, id, measureId, mawa, form),
    );
  }

  @Allow('legal:read')
  @Get(':proceedingId')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.proceeding(actor, mawa.language, id, proceedingId);
  }

  @Allow('legal:write')
  @Get(':proceedingId/edit')
  changeForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.changePage(actor, id, proceedingId, mawa, newForm());
  }

  @Allow('legal:write')
  @Post(':proceedingId')
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Body() { _request, ...body }: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      ChangeProceedingDto,
      body,
      mawa.language,
      async (given) => {
        await this.proceedings.change(actor, id, proceedingId, given);
        return redirect(`/people/${id}/legal/${proceedingId}`, SAVED);
      },
      (form) => this.changePage(actor, id, proceedingId, mawa, form),
    );
  }

  @Allow('legal:write')
  @Get(':proceedingId/stages/new')
  stageForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.stagePage(actor, id, proceedingId, mawa, newForm());
  }

  @Allow('legal:write')
  @Post(':proceedingId/stages')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Body() { _request, ...body }: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      StageStepDto,
      body,
      mawa.language,
      async (given) => {
        const { cancelledHearings } = await this.proceedings.step(actor, id, proceedingId, given);
        return redirect(
          `/people/${id}/legal/${proceedingId}`,
          stageSaved(cancelledHearings, mawa.language),
        );
      },
      (form) => this.stagePage(actor, id, proceedingId, mawa, form),
    );
  }

  private measurePage(actor: Actor, id: string, { language }: RequestContext, form: Form) {
    const build = async (forms: Forms, { file, choices }: LegalFormContext) => {
      const kinds = await this.pages.kinds(actor, 'protection_measures', language);
      const proceedings = file.proceedings.map(({ id: value, kind, openedOn }) => ({
        value,
        label: `${forms.kind(kind)} · ${openedOn.slice(0, 4)}`,
      }));
      return forms.measure(kinds, proceedings, choices.today);
    };
    return this.pages.form(actor, language, { id, path: '/measures' }, build, form);
  }

  private measureStepPage(
    actor: Actor,
    id: string,
    measureId: string,
    { language }: RequestContext,
    form: Form,
  ) {
    const build = (forms: Forms, { file, choices }: LegalFormContext) => {
      const measure = file.measures.find((one) => one.id === measureId);
      if (!measure) throw notFound();
      const { kind: code, kindVersion: version } = measure;
      const label = file.wordsOf({ list: 'protection_measures', version, code }, language);
      return forms.measureStep(measure, label, choices.today);
    };
    return this.pages.form(
      actor,
      language,
      { id, path: `/measures/${measureId}/steps` },
      build,
      form,
    );
  }

  private changePage(
    actor: Actor,
    id: string,
    proceedingId: string,
    { language }: RequestContext,
    form: Form,
  ) {
    const build = (forms: Forms, { proceeding, choices }: LegalFormContext) =>
      forms.change(choices, {
        revision: String(proceeding.revision),
        courtId: proceeding.court?.id ?? '',
        prosecutorFile: proceeding.prosecutorFile ?? '',
        courtFile: proceeding.courtFile ?? '',
        officerId: proceeding.officerId,
      });
    const at = { id, proceedingId, path: `/${proceedingId}` };
    return this.pages.form(actor, language, at, build, form);
  }

  private stagePage(
    actor: Actor,
    id: string,
    proceedingId: string,
    { language }: RequestContext,
    form: Form,
  ) {
    const build = (forms: Forms, { proceeding, choices }: LegalFormContext) =>
      forms.stage(proceeding.next, choices.today);
    const at = { id, proceedingId, path: `/${proceedingId}/stages` };
    return this.pages.form(actor, language, at, build, form);
  }
}

type Form = ReturnType<typeof newForm>;
type RequestContext = FastifyRequest['mawa'];
export const SAVED = { kind: 'success', key: 'legal:saved' } as const;

const openForm =
  ({ userId }: Actor) =>
  async (forms: Forms, { tx, choices }: LegalFormContext) =>
    forms.open(choices, await listStartStates(tx), userId);
