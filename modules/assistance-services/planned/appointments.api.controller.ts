import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  AgendaDto,
  CancelAppointmentDto,
  EndSeriesDto,
  ProvidedDto,
  MissedDto,
  PlanServiceDto,
} from '../dto/appointment.dto';
import { ServiceAgenda } from './agenda.service';
import { RecordAppointmentOutcome } from './appointment-outcome.service';
import { PlanServices } from './plan-services.service';

@ApiTags('services')
@Controller('api/v1')
export class AppointmentsApiController {
  constructor(
    private readonly planning: PlanServices,
    private readonly answers: RecordAppointmentOutcome,
    private readonly agenda: ServiceAgenda,
  ) {}

  /**
   * List planned services: those to answer, those of today and those to come.
   * What waits for an answer, what is today, what is to come.
   */
  @Allow('services:list')
  @Get('service-appointments')
  list(@CurrentActor() actor: Actor, @Query() { days, ...filter }: AgendaDto) {
    return this.agenda.of(actor, { ...filter, days: days ? Number(days) : undefined });
  }

  /** Show a planned service. */
  @Allow('services:list')
  @Get('service-appointments/:id')
  async find(@CurrentActor() actor: Actor, @Id() id: string) {
    const { appointment, changes } = await this.agenda.one(actor, id);
    return { ...appointment, changes };
  }

  /**
   * Read the sealed note of a planned service.
   * Opens the sealed note; the reading is recorded.
   */
  @Allow('services:list')
  @Get('service-appointments/:id/note')
  note(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.agenda.note(actor, id);
  }

  /**
   * Plan a service, once or as a series.
   * One, or a series of up to 52.
   */
  @Allow('services:record')
  @Post('service-appointments')
  plan(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() body: PlanServiceDto,
  ) {
    return this.planning.plan(actor, body, requestId);
  }

  /** Record that a planned service was given. */
  @Allow('services:record')
  @Post('service-appointments/:id/given')
  given(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: ProvidedDto,
  ) {
    return this.answers.markProvided(actor, id, body, requestId);
  }

  /** Record that a planned service did not take place. */
  @Allow('services:record')
  @Post('service-appointments/:id/missed')
  missed(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: MissedDto,
  ) {
    return this.answers.markMissed(actor, id, body, requestId);
  }

  /** Cancel a planned service. */
  @Allow('services:cancel')
  @Post('service-appointments/:id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: CancelAppointmentDto,
  ) {
    return this.answers.cancel(actor, id, body, requestId);
  }

  /**
   * Take back the answer to a planned service.
   * Takes the answer of today back; it waits again.
   */
  @Allow('services:cancel')
  @Delete('service-appointments/:id/answer')
  takeBack(@CurrentActor() actor: Actor, @RequestId() requestId: string | null, @Id() id: string) {
    return this.answers.takeBack(actor, id, requestId);
  }

  /**
   * End a series of planned services.
   * Calls off what is left of a series.
   */
  @Allow('services:cancel')
  @Post('service-series/:id/end')
  @HttpCode(200)
  endSeries(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { from }: EndSeriesDto,
  ) {
    return this.planning.endSeries(actor, id, from ?? null, requestId);
  }
}
