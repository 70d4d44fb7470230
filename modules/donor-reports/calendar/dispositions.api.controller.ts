import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { ReportDispositions } from './dispositions.service';
import { DueAgainDto, PutAwayBeforeDto, PutAwayDto } from './report-schedule.dto';

@ApiTags('reports')
@Controller('api/v1/report-deadlines')
export class DispositionsApiController {
  constructor(private readonly dispositions: ReportDispositions) {}

  /**
   * Mark a due report as sent elsewhere or not due.
   * One report that is due is put away: sent outside Mawa, or not due.
   */
  @Allow('reports:schedule')
  @Post('dispositions')
  putAway(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { kind, grantId, period, partnerId, ...decision }: PutAwayDto,
  ) {
    const asked = { kind, grantId, period, partnerId };
    return this.dispositions.putAway(actor, asked, decision, requestId);
  }

  /**
   * Mark all late reports due before a day as sent elsewhere or not due.
   * Whatever is late and was due before a day is put away for one reason.
   */
  @Allow('reports:schedule')
  @Post('dispositions/before')
  putAwayBefore(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { before, ...decision }: PutAwayBeforeDto,
  ) {
    return this.dispositions.putAwayBefore(actor, before, decision, requestId);
  }

  /**
   * Make a report due again.
   * A report that was put away is due after all.
   */
  @Allow('reports:schedule')
  @Post('due-again')
  dueAgain(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { reason, ...asked }: DueAgainDto,
  ) {
    return this.dispositions.dueAgain(actor, asked, reason, requestId);
  }
}
