import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { CancelSessionDto } from '../dto/training.dto';
import { SessionCancellations } from './session-cancellations.service';

@ApiTags('vocational training')
@Controller('api/v1/training/sessions/:sessionId/cancellation')
export class CancellationApiController {
  constructor(private readonly cancellations: SessionCancellations) {}

  /**
   * Show what calling a session off would end.
   * Numbers of enrolments and allowances, and the days from which it may be called off.
   */
  @Allow('training:manage')
  @Get()
  preview(@CurrentActor() actor: Actor, @Id('sessionId') sessionId: string) {
    return this.cancellations.preview(actor, sessionId);
  }

  /**
   * Call a session off.
   * Its enrolments and its waiting list end as `cancelled`, and the officers get a task for each person; it is not
   * taken back.
   */
  @Allow('training:manage')
  @Post()
  cancel(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Body() body: CancelSessionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.cancellations.cancel(actor, sessionId, body, requestId);
  }
}
