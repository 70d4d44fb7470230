import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { ConfirmGroupDto, LeaveOutDto, GroupMoveDto, NewGroupDto } from '../dto/group.dto';
import { GroupPlanning } from './group-planning.service';
import { GroupPlans } from './group-plans.service';

@ApiTags('beds')
@Controller('api/v1/bed-groups')
export class GroupsApiController {
  constructor(
    private readonly planning: GroupPlanning,
    private readonly plans: GroupPlans,
  ) {}

  /**
   * List the requests that can be placed together.
   * What waits and can be weighed together, and one's own latest plans.
   */
  @Allow('beds:hold')
  @Get()
  choices(@CurrentActor() actor: Actor) {
    return this.plans.choices(actor);
  }

  /**
   * Start to plan beds for several requests at once.
   * Weighs several requests at once, in the background.
   */
  @Allow('beds:hold')
  @Post()
  @HttpCode(202)
  ask(
    @CurrentActor() actor: Actor,
    @Body() body: NewGroupDto,
    @RequestId() requestId: string | null,
  ) {
    return this.planning.ask(actor, body, requestId);
  }

  /** Show a group plan. */
  @Allow('beds:hold')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.plans.one(actor, id);
  }

  /** Change the beds of a request in a group plan. */
  @Allow('beds:hold')
  @Post(':id/moves')
  @HttpCode(204)
  move(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: GroupMoveDto) {
    return this.plans.move(actor, id, body);
  }

  /** Leave a request out of a group plan. */
  @Allow('beds:hold')
  @Post(':id/left-out')
  @HttpCode(204)
  leaveOut(@CurrentActor() actor: Actor, @Id() id: string, @Body() { requestId }: LeaveOutDto) {
    return this.plans.leaveOut(actor, id, requestId);
  }

  /**
   * Hold the beds of a group plan.
   * Holds the beds of these parties: each whole or not at all, the rest stands.
   */
  @Allow('beds:hold')
  @Post(':id/holds')
  confirm(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: ConfirmGroupDto) {
    return this.plans.confirm(actor, id, body);
  }
}
