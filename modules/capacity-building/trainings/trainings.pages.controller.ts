import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, MonthDto, RequestId, YearDto } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import {
  type CapacityFormBuilder,
  type CapacityFormTarget,
  CapacityPages,
  dayChoices,
} from '../capacity-pages.view';
import { capacityActs, type PageResult, SAVED, trainingTarget } from '../capacity-acts.view';
import { pathOf, ROOT } from '../capacity.view';
import { AgendaRowDto, CapacityStepDto, NoteCostDto, PlanCapacityDto } from '../capacity.dto';
import { CapacityCosts } from '../money/capacity-costs.service';
import { CapacityTrainings } from './trainings.service';
import { nextOf } from './training-states.rules';

const plan: CapacityFormBuilder = (forms, choices) => forms.plan(choices);
const step: CapacityFormBuilder = (forms, _choices, training) =>
  forms.step(training ? nextOf(training.state) : []);
const agenda: CapacityFormBuilder = (forms, _choices, training, language) =>
  forms.agenda(dayChoices(training, language));
const cost: CapacityFormBuilder = (forms) => forms.cost();
const NEW_TRAINING_TARGET: CapacityFormTarget = { id: null, action: ROOT, back: ROOT };

/** Trainings of those who meet victims: planned, held, their agenda, their cost and the figures of a year. */
@ApiExcludeController()
@Controller('training/capacity')
export class CapacityTrainingsPagesController {
  private readonly acts = capacityActs(() => this.pages);

  constructor(
    private readonly pages: CapacityPages,
    private readonly trainings: CapacityTrainings,
    private readonly costs: CapacityCosts,
  ) {}

  @Allow('capacity:read')
  @Get()
  all(
    @CurrentActor() actor: Actor,
    @Query() { month }: MonthDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.all(actor, mawa.language, month ?? null);
  }

  @Allow('capacity:manage')
  @Get('new')
  planForm(@Req() request: FastifyRequest) {
    return this.acts.show(request, NEW_TRAINING_TARGET, plan);
  }

  @Allow('capacity:manage')
  @Post()
  plan(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...fields }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      PlanCapacityDto,
      fields,
      mawa.language,
      async (given) => {
        const { id } = await this.trainings.plan(actor, given, requestIdOf(_request));
        return redirect(pathOf(id), SAVED);
      },
      (form) => this.pages.form(actor, mawa.language, NEW_TRAINING_TARGET, plan, form),
    );
  }

  @Allow('capacity:read')
  @Get('figures')
  ofYear(
    @CurrentActor() actor: Actor,
    @Query() { year }: YearDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.ofYear(actor, mawa.language, year ?? null);
  }

  @Allow('capacity:read')
  @Get('trainings/:trainingId')
  one(@CurrentActor() actor: Actor, @Id('trainingId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, mawa.language, id);
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/steps/new')
  stepForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'steps'), step);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      trainingTarget(id, 'steps'),
      CapacityStepDto,
      body,
      step,
      (given, once) => this.trainings.step(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/agenda/new')
  agendaForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'agenda'), agenda);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/agenda')
  addToAgenda(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      trainingTarget(id, 'agenda'),
      AgendaRowDto,
      body,
      agenda,
      (given, once) => this.trainings.addToAgenda(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/agenda/:rowId/removal')
  async takeOffAgenda(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('rowId') rowId: string,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    await this.trainings.takeOffAgenda(actor, id, rowId, requestId);
    return redirect(pathOf(id), SAVED);
  }

  @Allow('capacity:manage')
  @Get('trainings/:trainingId/costs/new')
  costForm(@Id('trainingId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, trainingTarget(id, 'costs'), cost);
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/costs')
  noteCost(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      trainingTarget(id, 'costs'),
      NoteCostDto,
      body,
      cost,
      (given, once) => this.costs.note(actor, id, given, once),
    );
  }

  @Allow('capacity:manage')
  @Post('trainings/:trainingId/costs/:costId/removal')
  async takeBackCost(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('costId') costId: string,
    @RequestId() requestId: string | null,
  ): Promise<PageRedirect> {
    await this.costs.takeBack(actor, id, costId, requestId);
    return redirect(pathOf(id), SAVED);
  }
}
