import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, MonthDto, RequestId, YearDto } from '../access';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { DayPipe } from '../platform/web/day.pipe';
import {
  AgendaRowDto,
  CapacityRegisterDto,
  CapacityStepDto,
  CertifyAttendanceDto,
  FindLearnersDto,
  MergeLearnersDto,
  NoteCostDto,
  NoteTestsDto,
  PlanCapacityDto,
  RegisterParticipantDto,
  WithdrawAttendanceDto,
} from './capacity.dto';
import { CapacityCertificates } from './certificates/capacity-certificates.service';
import { CapacityFiguresService } from './figures/capacity-figures.service';
import { Learners } from './learners/learners.service';
import { CapacityCosts } from './money/capacity-costs.service';
import { Participants } from './participants/participants.service';
import { CapacityRegister } from './participants/register.service';
import { CapacityTrainings } from './trainings/trainings.service';
import { CapacityCalendar } from './trainings/capacity-calendar.service';
import { ReadCapacity } from './trainings/read-capacity.service';

@ApiTags('capacity building')
@Controller('api/v1/training/capacity')
export class CapacityApiController {
  constructor(
    private readonly calendar: CapacityCalendar,
    private readonly trainings: CapacityTrainings,
    private readonly read: ReadCapacity,
    private readonly participants: Participants,
    private readonly registers: CapacityRegister,
    private readonly costs: CapacityCosts,
    private readonly certificates: CapacityCertificates,
    private readonly learners: Learners,
    private readonly figures: CapacityFiguresService,
  ) {}

  /**
   * List the trainings of officials.
   * Held on some day of these months, with how many take part: numbers, never who.
   */
  @Allow('capacity:read')
  @Get('trainings')
  all(@CurrentActor() actor: Actor, @Query() { month }: MonthDto) {
    return this.calendar.of(actor, month ?? null);
  }

  /** Plan a training of officials. */
  @Allow('capacity:manage')
  @Post('trainings')
  plan(
    @CurrentActor() actor: Actor,
    @Body() body: PlanCapacityDto,
    @RequestId() requestId: string | null,
  ) {
    return this.trainings.plan(actor, body, requestId);
  }

  /**
   * Show a training of officials with its participants.
   * With who takes part, by name: recorded.
   */
  @Allow('capacity:read')
  @Get('trainings/:trainingId')
  one(@CurrentActor() actor: Actor, @Id('trainingId') id: string) {
    return this.read.one(actor, id);
  }

  /** Move a training of officials to its next step. */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: CapacityStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.trainings.step(actor, id, body, requestId);
  }

  /** Add a row to the agenda of a training. */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/agenda')
  addToAgenda(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: AgendaRowDto,
    @RequestId() requestId: string | null,
  ) {
    return this.trainings.addToAgenda(actor, id, body, requestId);
  }

  /** Remove a row from the agenda of a training. */
  @Allow('capacity:manage')
  @Delete('trainings/:trainingId/agenda/:rowId')
  takeOffAgenda(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('rowId') rowId: string,
    @RequestId() requestId: string | null,
  ) {
    return this.trainings.takeOffAgenda(actor, id, rowId, requestId);
  }

  /**
   * Register an official for a training.
   * The same official is found again; a likely one is asked about, by `learner` or `another`.
   */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/participants')
  register(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: RegisterParticipantDto,
    @RequestId() requestId: string | null,
  ) {
    return this.participants.register(actor, id, body, requestId);
  }

  /** Remove an official from a training. */
  @Allow('capacity:manage')
  @Delete('trainings/:trainingId/participants/:participantId')
  leave(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('participantId') participantId: string,
    @RequestId() requestId: string | null,
  ) {
    return this.participants.leave(actor, id, participantId, requestId);
  }

  /**
   * Show the attendance register of a training on a day.
   * Names everybody on it: recorded.
   */
  @Allow('capacity:read')
  @Get('trainings/:trainingId/register/:date')
  registerOf(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Param('date', DayPipe) day: string,
  ) {
    return this.registers.of(actor, id, day);
  }

  /** Save the attendance register of a training on a day. */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/register/:date')
  take(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Param('date', DayPipe) day: string,
    @Body() { marks }: CapacityRegisterDto,
    @RequestId() requestId: string | null,
  ) {
    return this.registers.take(actor, id, day, marks, requestId);
  }

  /** Record the test results of a training. */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/tests')
  noteTests(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: NoteTestsDto,
    @RequestId() requestId: string | null,
  ) {
    return this.registers.noteTests(actor, id, body, requestId);
  }

  /**
   * Record a cost of a training.
   * Charged to the line of the training.
   */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/costs')
  noteCost(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: NoteCostDto,
    @RequestId() requestId: string | null,
  ) {
    return this.costs.note(actor, id, body, requestId);
  }

  /** Take back a cost of a training. */
  @Allow('capacity:manage')
  @Delete('trainings/:trainingId/costs/:costId')
  takeBackCost(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Id('costId') costId: string,
    @RequestId() requestId: string | null,
  ) {
    return this.costs.takeBack(actor, id, costId, requestId);
  }

  /**
   * Issue certificates to all who completed a training.
   * For all who completed it and have none yet.
   */
  @Allow('capacity:manage')
  @Post('trainings/:trainingId/certificates')
  certify(
    @CurrentActor() actor: Actor,
    @Id('trainingId') id: string,
    @Body() body: CertifyAttendanceDto,
    @RequestId() requestId: string | null,
  ) {
    return this.certificates.issue(actor, id, body, requestId);
  }

  /**
   * Show the certificate of a participant.
   * What is printed on it: recorded.
   */
  @Allow('capacity:read')
  @Get('participants/:participantId/certificate')
  certificate(@CurrentActor() actor: Actor, @Id('participantId') id: string) {
    return this.certificates.printed(actor, id);
  }

  /** Withdraw the certificate of a participant. */
  @Allow('capacity:manage')
  @Post('participants/:participantId/certificate/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id('participantId') id: string,
    @Body() body: WithdrawAttendanceDto,
    @RequestId() requestId: string | null,
  ) {
    return this.certificates.withdraw(actor, id, body, requestId);
  }

  /**
   * Find officials who took part in trainings.
   * By a part of a name or of an institution, or by number: recorded.
   */
  @Allow('capacity:read')
  @Get('learners')
  find(@CurrentActor() actor: Actor, @Query() { q }: FindLearnersDto) {
    return this.learners.find(actor, q ?? null);
  }

  /** Show an official with their trainings. */
  @Allow('capacity:read')
  @Get('learners/:learnerId')
  learner(@CurrentActor() actor: Actor, @Id('learnerId') id: string) {
    return this.learners.one(actor, id);
  }

  /**
   * Merge two records of one official.
   * The one of that number goes; what they took part in belongs to this one.
   */
  @Allow('capacity:manage')
  @Post('learners/:learnerId/merges')
  merge(
    @CurrentActor() actor: Actor,
    @Id('learnerId') id: string,
    @Body() body: MergeLearnersDto,
    @RequestId() requestId: string | null,
  ) {
    return this.learners.merge(actor, id, body, requestId);
  }

  /**
   * Show the figures of the trainings of a year.
   * Fewer than five people are not counted apart.
   */
  @Allow('capacity:read')
  @Get('figures')
  ofYear(@CurrentActor() actor: Actor, @Query() { year }: YearDto) {
    return this.figures.of(actor, year ?? null);
  }
}
