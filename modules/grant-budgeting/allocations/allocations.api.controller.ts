import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { AllocateCostDto } from '../dto/allocations.dto';
import { CostAllocations } from './allocations.service';

@ApiTags('budget')
@Controller('api/v1/cost-allocations')
export class AllocationsApiController {
  constructor(private readonly allocations: CostAllocations) {}

  /** List which budget lines bear which shared costs. */
  @Allow('budget:read')
  @Get()
  async list(@CurrentActor() actor: Actor) {
    return { allocations: await this.allocations.list(actor) };
  }

  /**
   * Propose which budget lines bear a shared cost.
   * From that day on these lines bear the nights of a shelter or a kind of service; a later one supersedes it.
   * In force when another person confirms it.
   */
  @Allow('rates:enter')
  @Post()
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: AllocateCostDto,
  ) {
    return this.allocations.propose(actor, body, requestId);
  }
}
