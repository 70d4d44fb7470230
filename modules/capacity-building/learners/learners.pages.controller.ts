import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type PostedFields } from '../../platform/web/forms';
import { Id } from '../../platform/web/id.decorator';
import {
  type CapacityFormBuilder,
  type CapacityFormTarget,
  CapacityPages,
} from '../capacity-pages.view';
import { capacityActs, type PageResult } from '../capacity-acts.view';
import { ROOT } from '../capacity.view';
import { FindLearnersDto, MergeLearnersDto } from '../capacity.dto';
import { Learners } from './learners.service';

const merge: CapacityFormBuilder = (forms) => forms.merge();
const learnerTarget = (id: string): CapacityFormTarget => ({
  id: null,
  action: `${ROOT}/learners/${id}/merges`,
  back: `${ROOT}/learners/${id}`,
});

/** Learners over all trainings, and two records of one learner that are joined. */
@ApiExcludeController()
@Controller('training/capacity')
export class LearnersPagesController {
  private readonly acts = capacityActs(() => this.pages);

  constructor(
    private readonly pages: CapacityPages,
    private readonly learners: Learners,
  ) {}

  @Allow('capacity:read')
  @Get('learners')
  everybody(
    @CurrentActor() actor: Actor,
    @Query() { q }: FindLearnersDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.everybody(actor, mawa.language, q ?? null);
  }

  @Allow('capacity:read')
  @Get('learners/:learnerId')
  learner(
    @CurrentActor() actor: Actor,
    @Id('learnerId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.learner(actor, mawa.language, id);
  }

  @Allow('capacity:manage')
  @Get('learners/:learnerId/merges/new')
  mergeForm(@Id('learnerId') id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, learnerTarget(id), merge);
  }

  @Allow('capacity:manage')
  @Post('learners/:learnerId/merges')
  merge(
    @CurrentActor() actor: Actor,
    @Id('learnerId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageResult {
    return this.acts.take(
      request,
      learnerTarget(id),
      MergeLearnersDto,
      body,
      merge,
      (given, once) => this.learners.merge(actor, id, given, once),
    );
  }
}
