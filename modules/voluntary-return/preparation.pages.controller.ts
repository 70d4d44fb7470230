import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../access';
import { NotFoundAudit } from '../audit';
import { ReturnArrivals } from './arrivals.service';
import {
  TrackForms,
  TrackTarget,
  type TrackFormTarget,
  type PostedFields,
} from './track-forms.service';
import { RecordArrivalDto, PlanJourneyDto, SettleFormalitiesDto } from './dto/journey.dto';
import { AddTravelDocumentDto, FitnessDto, TravelDocumentStepDto } from './dto/return.dto';
import { isAskedOf } from './journey.rules';
import { ReturnJourneys } from './journeys.service';
import { ReturnPreparation } from './preparation.service';
import type { ReturnFormBuilder } from './return-pages.view';
import { Id } from '../platform/web/id.decorator';

const documentForm: ReturnFormBuilder = async (forms, { choices, track }) =>
  forms.document(await choices('travel_documents'), track.country);
const documentStepForm: ReturnFormBuilder = (forms) => forms.documentStep();
const fitnessForm: ReturnFormBuilder = async (forms, { setting }) =>
  forms.fitness(await setting('return_fitness_days', 30));

const journeyForm: ReturnFormBuilder = (forms, { track, file }) => forms.journey(track, file.today);
const settleForm: ReturnFormBuilder = async (forms, { choices, track }) =>
  forms.settle(
    (await choices('exit_formalities')).filter(
      ({ value }) =>
        isAskedOf(value, track.country) && track.settled.every(({ item }) => item !== value),
    ),
  );

const arrivalForm: ReturnFormBuilder = (forms) => forms.arrival();

/** Pages of preparation: documents, fitness to travel, journeys, arrivals. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/returns/:trackId')
export class PreparationPagesController {
  constructor(
    private readonly forms: TrackForms,
    private readonly preparing: ReturnPreparation,
    private readonly journeys: ReturnJourneys,
    private readonly arrivals: ReturnArrivals,
  ) {}

  @Allow('returns:write')
  @Get('documents/new')
  documentForm(@TrackTarget('documents') at: TrackFormTarget) {
    return this.forms.show(at, documentForm);
  }

  @Allow('returns:write')
  @Post('documents')
  addDocument(@TrackTarget('documents') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, AddTravelDocumentDto, body, documentForm, (given, requestId) =>
      this.preparing.addDocument(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('documents/:paperId/steps/new')
  documentStepForm(@TrackTarget('documents/:paperId/steps') at: TrackFormTarget) {
    return this.forms.show(at, documentStepForm);
  }

  @Allow('returns:write')
  @Post('documents/:paperId/steps')
  stepDocument(
    @TrackTarget('documents/:paperId/steps') at: TrackFormTarget,
    @Id('paperId') paperId: string,
    @Body() body: PostedFields,
  ) {
    return this.forms.take(at, TravelDocumentStepDto, body, documentStepForm, (given, requestId) =>
      this.preparing.stepDocument(at.actor, at.id, at.trackId, paperId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('fitness/new')
  fitnessForm(@TrackTarget('fitness') at: TrackFormTarget) {
    return this.forms.show(at, fitnessForm);
  }

  @Allow('returns:write')
  @Post('fitness')
  examine(@TrackTarget('fitness') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, FitnessDto, body, fitnessForm, (given, requestId) =>
      this.preparing.examine(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('journeys/new')
  journeyForm(@TrackTarget('journeys') at: TrackFormTarget) {
    return this.forms.show(at, journeyForm);
  }

  @Allow('returns:write')
  @Post('journeys')
  plan(@TrackTarget('journeys') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, PlanJourneyDto, body, journeyForm, (given, requestId) =>
      this.journeys.plan(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('formalities/new')
  settleForm(@TrackTarget('formalities') at: TrackFormTarget) {
    return this.forms.show(at, settleForm);
  }

  @Allow('returns:write')
  @Post('formalities')
  settle(@TrackTarget('formalities') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, SettleFormalitiesDto, body, settleForm, (given, requestId) =>
      this.journeys.settleAll(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('arrivals/new')
  arrivalForm(@TrackTarget('arrivals') at: TrackFormTarget) {
    return this.forms.show(at, arrivalForm);
  }

  @Allow('returns:write')
  @Post('arrivals')
  recordArrival(@TrackTarget('arrivals') at: TrackFormTarget, @Body() body: PostedFields) {
    return this.forms.take(at, RecordArrivalDto, body, arrivalForm, (given, requestId) =>
      this.arrivals.record(at.actor, at.id, at.trackId, given, requestId),
    );
  }
}
