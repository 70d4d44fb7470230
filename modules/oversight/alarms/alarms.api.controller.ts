import { Body, Controller, Get, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { AlarmListDto, CloseAlarmDto } from './alarms.dto';
import { ReadingAlarms } from './alarms.service';

@ApiTags('alarms')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/alarms')
export class AlarmsApiController {
  constructor(private readonly alarms: ReadingAlarms) {}

  /**
   * List the open alarms, the oldest first, and the closed ones, the latest first.
   * `nextOpen` is the `after` of the following page of open ones, `next` the `before` of the following page of closed ones.
   */
  @Allow('alarms:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() question: AlarmListDto) {
    return this.alarms.list(actor, question);
  }

  /** By somebody whom it is not about. */
  @Allow('alarms:close')
  @Post(':id/closing')
  @HttpCode(204)
  async close(@CurrentActor() actor: Actor, @Id() id: string, @Body() { finding }: CloseAlarmDto) {
    await this.alarms.close(actor, id, finding);
  }
}
