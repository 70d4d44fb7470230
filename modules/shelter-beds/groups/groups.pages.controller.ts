import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { fragment, page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { submitBedForm, type PageResponse } from '../bookings/bed.form';
import { ConfirmGroupDto, LeaveOutDto, GroupMoveDto, NewGroupDto } from '../dto/group.dto';
import { groupPage, groupsPage, progressModel } from './group.view';
import { GroupPlanning } from './group-planning.service';
import { GroupPlans, type GroupConfirmation } from './group-plans.service';

@ApiExcludeController()
@Controller('beds/groups')
export class GroupsPagesController {
  constructor(
    private readonly planning: GroupPlanning,
    private readonly plans: GroupPlans,
  ) {}

  @Allow('beds:hold')
  @Get()
  choose(@CurrentActor() actor: Actor): Promise<PageView> {
    return this.showChoices(actor);
  }

  @Allow('beds:hold')
  @Post()
  ask(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: NewGroupDto,
      act: (dto) => this.planning.ask(actor, dto, repeatId),
      to: ({ id }) => `/beds/groups/${id}`,
      words: 'groups',
      done: 'asked',
      again: (form) => this.showChoices(actor, form),
    });
  }

  @Allow('beds:hold')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.show(actor, id);
  }

  @Allow('beds:hold')
  @Get(':id/progress')
  async progress(@CurrentActor() actor: Actor, @Id() id: string) {
    return fragment('beds/_group-progress', progressModel(await this.plans.one(actor, id)));
  }

  @Allow('beds:hold')
  @Post(':id/moves')
  move(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: GroupMoveDto,
      act: (dto) => this.plans.move(actor, id, dto),
      to: `/beds/groups/${id}`,
      words: 'groups',
      done: 'moved',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:hold')
  @Post(':id/left-out')
  leaveOut(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: LeaveOutDto,
      act: ({ requestId }) => this.plans.leaveOut(actor, id, requestId),
      to: `/beds/groups/${id}`,
      words: 'groups',
      done: 'left_out',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:hold')
  @Post(':id/holds')
  async confirm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    let confirmed: GroupConfirmation | null = null;
    const answer = await submitBedForm(request, {
      form: ConfirmGroupDto,
      act: async (dto) => (confirmed = await this.plans.confirm(actor, id, dto)),
      to: `/beds/groups/${id}`,
      words: 'groups',
      done: 'held',
      again: (form) => this.show(actor, id, form),
    });
    const { refused } = confirmed ?? { refused: [] };
    return refused.length > 0 ? this.show(actor, id, undefined, 409) : answer;
  }

  private async showChoices(actor: Actor, form: FormState = newForm()): Promise<PageView> {
    const choices = await this.plans.choices(actor);
    return page('beds/groups', { ...groupsPage(choices, actor, form), requestKey: randomUUID() });
  }

  private async show(
    actor: Actor,
    id: string,
    form: FormState = newForm(),
    status = 200,
  ): Promise<PageView> {
    const plan = await this.plans.one(actor, id);
    return page('beds/group', groupPage(plan, actor, form), status);
  }
}
