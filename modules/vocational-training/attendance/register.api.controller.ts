import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { TakeRegisterDto } from '../dto/training.dto';
import { DayPipe } from '../../platform/web/day.pipe';
import { Registers } from './register.service';

@ApiTags('vocational training')
@Controller('api/v1/training/sessions/:sessionId/register')
export class RegisterApiController {
  constructor(private readonly registers: Registers) {}

  /**
   * Show the attendance register of a course on a day.
   * Those whom the reader may see; the others of the group are a number. Recorded.
   */
  @Allow('training:register')
  @Get(':date')
  async of(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Param('date', DayPipe) day: string,
  ) {
    const { lines, others } = await this.registers.of(actor, sessionId, day);
    return { day, lines, others };
  }

  /**
   * Save the attendance register of a course on a day.
   * All marks of a day at once; one that is marked otherwise than before is a new row.
   */
  @Allow('training:register')
  @Post(':date')
  take(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Param('date', DayPipe) day: string,
    @Body() { marks }: TakeRegisterDto,
    @RequestId() requestId: string | null,
  ) {
    return this.registers.take(actor, sessionId, day, marks, requestId);
  }
}
