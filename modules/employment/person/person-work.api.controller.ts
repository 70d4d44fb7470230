import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import {
  AnswerIndicatorDto,
  ApplicationStepDto,
  ApplyDto,
  WorkPlacementDto,
  PlacementStepDto,
  WorkFollowUpDto,
} from '../dto/work.dto';
import { WorkFollowUps } from '../follow-up/follow-ups.service';
import { Applications } from '../placements/applications.service';
import { Placements } from '../placements/placements.service';
import { ReadWork } from './read-work.service';

@ApiTags('work')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/work')
export class PersonWorkApiController {
  constructor(
    private readonly read: ReadWork,
    private readonly applications: Applications,
    private readonly placements: Placements,
    private readonly followUps: WorkFollowUps,
  ) {}

  /**
   * Show the job applications, placements and follow-ups of a person.
   * Applications, placements with their marks, and each follow-up. Recorded.
   */
  @Allow('work:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Id() id: string) {
    const { applications, placements, mayWrite } = await this.read.of(actor, id);
    return { applications, placements, mayWrite };
  }

  /** Record a job application of a person. */
  @Allow('work:write')
  @Post('applications')
  apply(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: ApplyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.applications.send(actor, id, body, requestId);
  }

  /** Move a job application to its next step. */
  @Allow('work:write')
  @Post('applications/:applicationId/steps')
  applicationStep(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('applicationId') applicationId: string,
    @Body() body: ApplicationStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.applications.step(actor, id, applicationId, body, requestId);
  }

  /**
   * Record the work placement of a person.
   * Refused where the employer is not vetted, the wage is under the floor, or a sign of forced labour stands in the terms.
   */
  @Allow('work:write')
  @Post('placements')
  place(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: WorkPlacementDto,
    @RequestId() requestId: string | null,
  ) {
    return this.placements.place(actor, id, body, requestId);
  }

  /** Move a work placement to its next step. */
  @Allow('work:write')
  @Post('placements/:placementId/steps')
  placementStep(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('placementId') placementId: string,
    @Body() body: PlacementStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.placements.step(actor, id, placementId, body, requestId);
  }

  /**
   * Record a follow-up of a work placement.
   * A sign that was seen calls the officer and the supervisor.
   */
  @Allow('work:write')
  @Post('placements/:placementId/follow-ups')
  followUp(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('placementId') placementId: string,
    @Body() body: WorkFollowUpDto,
    @RequestId() requestId: string | null,
  ) {
    return this.followUps.note(actor, id, placementId, body, requestId);
  }

  /** Answer an indicator of forced labour. */
  @Allow('work:write')
  @Post('follow-ups/:followUpId/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('followUpId') followUpId: string,
    @Body() body: AnswerIndicatorDto,
    @RequestId() requestId: string | null,
  ) {
    return this.followUps.answer(actor, id, followUpId, body, requestId);
  }
}
