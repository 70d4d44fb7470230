import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { ChangeStageDto } from './dto/change-person.dto';
import { Stages } from './stages.service';

@ApiTags('people')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/stages')
export class StagesApiController {
  constructor(private readonly stages: Stages) {}

  /**
   * Show the stages of a case, and those that may come next.
   * The way so far, and the steps that you may write down next.
   */
  @Allow('people:read')
  @Get()
  history(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.stages.history(actor, id);
  }

  /** Move a case to another stage. */
  @Allow('people:change')
  @Post()
  change(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() step: ChangeStageDto,
    @RequestId() requestId: string | null,
  ) {
    return this.stages.change(actor, id, step, requestId);
  }
}
