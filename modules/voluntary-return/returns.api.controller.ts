import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { ArrivalRequests } from './arrival-requests.service';
import { ReturnArrivals } from './arrivals.service';
import { ReturnCounselling } from './counselling.service';
import {
  AddTravelDocumentDto,
  AssessReturnRiskDto,
  CounsellingSessionDto,
  DecideReturnDto,
  DecideReturnRiskDto,
  FitnessDto,
  OpenTrackDto,
  ReturnFamilyDto,
  TrackStepDto,
  TravelDocumentStepDto,
  WithdrawReturnDto,
} from './dto/return.dto';
import {
  RequestArrivalDto,
  RecordArrivalDto,
  PlanJourneyDto,
  SettleFormalityDto,
} from './dto/journey.dto';
import { ReturnJourneys } from './journeys.service';
import { ReturnPreparation } from './preparation.service';
import { ReadTracks } from './read-tracks.service';
import { ReturnRisks } from './return-risks.service';
import { Tracks } from './tracks.service';

const Of = () => Id('trackId');

@ApiTags('voluntary return')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/returns')
export class ReturnsApiController {
  constructor(
    private readonly read: ReadTracks,
    private readonly tracks: Tracks,
    private readonly counselling: ReturnCounselling,
    private readonly risks: ReturnRisks,
    private readonly preparing: ReturnPreparation,
    private readonly journeys: ReturnJourneys,
    private readonly arrivals: ReturnArrivals,
    private readonly asks: ArrivalRequests,
  ) {}

  /**
   * Show the returns and reintegration of a person.
   * All tracks of a person with what is sealed opened, as far as each part is the reader's. Recorded.
   */
  @Allow('returns:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Id() id: string) {
    const { tracks, mayWrite } = await this.read.of(actor, id);
    return { tracks, mayWrite };
  }

  /** Open a return or reintegration of a person. */
  @Allow('returns:write')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: OpenTrackDto,
    @RequestId() requestId: string | null,
  ) {
    return this.tracks.open(actor, id, body, requestId);
  }

  /** Show a return or reintegration of a person. */
  @Allow('returns:read')
  @Get(':trackId')
  async one(@CurrentActor() actor: Actor, @Id() id: string, @Of() trackId: string) {
    return (await this.read.one(actor, id, trackId)).track;
  }

  /** Move a return to its next step. */
  @Allow('returns:write')
  @Post(':trackId/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: TrackStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.tracks.step(actor, id, trackId, body, requestId);
  }

  /**
   * Record that a person withdraws from a return.
   * At any moment and without a reason; whoever accompanies the person writes it down.
   */
  @Allow('returns:withdraw')
  @Post(':trackId/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: WithdrawReturnDto,
    @RequestId() requestId: string | null,
  ) {
    return this.tracks.withdraw(actor, id, trackId, body, requestId);
  }

  /** Record a counselling session before return. */
  @Allow('returns:write')
  @Post(':trackId/counselling')
  counsel(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: CounsellingSessionDto,
    @RequestId() requestId: string | null,
  ) {
    return this.counselling.hold(actor, id, trackId, body, requestId);
  }

  /** Record the person's decision about the return. */
  @Allow('returns:write')
  @Post(':trackId/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: DecideReturnDto,
    @RequestId() requestId: string | null,
  ) {
    return this.counselling.decide(actor, id, trackId, body, requestId);
  }

  /** Record the family that receives a person. */
  @Allow('returns:write')
  @Post(':trackId/family')
  family(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: ReturnFamilyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.counselling.family(actor, id, trackId, body, requestId);
  }

  /** Record a risk of a return. */
  @Allow('returns:write')
  @Post(':trackId/risks')
  assess(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: AssessReturnRiskDto,
    @RequestId() requestId: string | null,
  ) {
    return this.risks.assess(actor, id, trackId, body, requestId);
  }

  /**
   * Decide on a risk of a return.
   * By another than who assessed.
   */
  @Allow('returns:decide-risk')
  @Post(':trackId/risks/:riskId/decision')
  decideRisk(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('riskId') riskId: string,
    @Body() body: DecideReturnRiskDto,
    @RequestId() requestId: string | null,
  ) {
    return this.risks.decide(actor, id, trackId, riskId, body, requestId);
  }

  /** Add a travel document. */
  @Allow('returns:write')
  @Post(':trackId/documents')
  addDocument(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: AddTravelDocumentDto,
    @RequestId() requestId: string | null,
  ) {
    return this.preparing.addDocument(actor, id, trackId, body, requestId);
  }

  /** Move a travel document to its next step. */
  @Allow('returns:write')
  @Post(':trackId/documents/:paperId/steps')
  stepDocument(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Id('paperId') paperId: string,
    @Body() body: TravelDocumentStepDto,
    @RequestId() requestId: string | null,
  ) {
    return this.preparing.stepDocument(actor, id, trackId, paperId, body, requestId);
  }

  /** Record whether a person is fit to travel. */
  @Allow('returns:write')
  @Post(':trackId/fitness')
  examine(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: FitnessDto,
    @RequestId() requestId: string | null,
  ) {
    return this.preparing.examine(actor, id, trackId, body, requestId);
  }

  /**
   * Plan the journey of a return.
   * All legs at once; a journey that is saved again replaces the one before.
   */
  @Allow('returns:write')
  @Post(':trackId/journeys')
  plan(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: PlanJourneyDto,
    @RequestId() requestId: string | null,
  ) {
    return this.journeys.plan(actor, id, trackId, body, requestId);
  }

  /** Record that a formality before departure is settled. */
  @Allow('returns:write')
  @Post(':trackId/formalities')
  settle(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: SettleFormalityDto,
    @RequestId() requestId: string | null,
  ) {
    return this.journeys.settle(actor, id, trackId, body, requestId);
  }

  /**
   * Record the arrival of a person.
   * What is heard of an arrival; the partner's word confirms it.
   */
  @Allow('returns:write')
  @Post(':trackId/arrivals')
  recordArrival(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() body: RecordArrivalDto,
    @RequestId() requestId: string | null,
  ) {
    return this.arrivals.record(actor, id, trackId, body, requestId);
  }
  /**
   * Make a link by which the receiving partner reports the arrival.
   * A link for the receiving partner, answered once: `path` opens the questions about the arrival.
   */
  @Allow('returns:write')
  @Post(':trackId/partner-link')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() trackId: string,
    @Body() { shareId }: RequestArrivalDto,
  ) {
    return this.asks.ask(actor, id, trackId, shareId);
  }
}
