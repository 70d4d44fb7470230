import { Body, Controller, Get, Param, ParseUUIDPipe, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../access';
import { AskedNotFound } from '../audit';
import { ReturnArrivals } from './arrivals.service';
import { ActForms, At, type Place, type Posted } from './act-forms';
import { HearOfArrivalDto, PlanJourneyDto, SettleDto } from './dto/journey.dto';
import { AddTravelDocumentDto, FitnessDto, TravelDocumentStepDto } from './dto/return.dto';
import { isAskedOf } from './journey.rules';
import { ReturnJourneys } from './journeys.service';
import { ReturnPreparing } from './preparing.service';
import type { Build } from './return.pages';

const documentForm: Build = async (forms, { choices, track }) =>
  forms.document(await choices('travel_documents'), track.country);
const documentStepForm: Build = (forms) => forms.documentStep();
const fitnessForm: Build = async (forms, { setting }) =>
  forms.fitness(await setting('return_fitness_days', 30));

const journeyForm: Build = (forms, { track, file }) => forms.journey(track, file.today);
const settleForm: Build = async (forms, { choices, track }) =>
  forms.settle(
    (await choices('exit_formalities')).filter(
      ({ value }) =>
        isAskedOf(value, track.country) && track.settled.every(({ item }) => item !== value),
    ),
  );

const arrivalForm: Build = (forms) => forms.arrival();

/** What a journey needs before it begins, and what is heard of its end. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/returns/:trackId')
export class PreparingPagesController {
  constructor(
    private readonly forms: ActForms,
    private readonly preparing: ReturnPreparing,
    private readonly journeys: ReturnJourneys,
    private readonly arrivals: ReturnArrivals,
  ) {}

  @Allow('returns:write')
  @Get('documents/new')
  documentForm(@At('documents') at: Place) {
    return this.forms.show(at, documentForm);
  }

  @Allow('returns:write')
  @Post('documents')
  addDocument(@At('documents') at: Place, @Body() body: Posted) {
    return this.forms.take(at, AddTravelDocumentDto, body, documentForm, (given, requestId) =>
      this.preparing.addDocument(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('documents/:paperId/steps/new')
  documentStepForm(@At('documents/:paperId/steps') at: Place) {
    return this.forms.show(at, documentStepForm);
  }

  @Allow('returns:write')
  @Post('documents/:paperId/steps')
  stepDocument(
    @At('documents/:paperId/steps') at: Place,
    @Param('paperId', ParseUUIDPipe) paperId: string,
    @Body() body: Posted,
  ) {
    return this.forms.take(at, TravelDocumentStepDto, body, documentStepForm, (given, requestId) =>
      this.preparing.stepDocument(at.actor, at.id, at.trackId, paperId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('fitness/new')
  fitnessForm(@At('fitness') at: Place) {
    return this.forms.show(at, fitnessForm);
  }

  @Allow('returns:write')
  @Post('fitness')
  examine(@At('fitness') at: Place, @Body() body: Posted) {
    return this.forms.take(at, FitnessDto, body, fitnessForm, (given, requestId) =>
      this.preparing.examine(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('journeys/new')
  journeyForm(@At('journeys') at: Place) {
    return this.forms.show(at, journeyForm);
  }

  @Allow('returns:write')
  @Post('journeys')
  plan(@At('journeys') at: Place, @Body() body: Posted) {
    return this.forms.take(at, PlanJourneyDto, body, journeyForm, (given, requestId) =>
      this.journeys.plan(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('formalities/new')
  settleForm(@At('formalities') at: Place) {
    return this.forms.show(at, settleForm);
  }

  @Allow('returns:write')
  @Post('formalities')
  settle(@At('formalities') at: Place, @Body() body: Posted) {
    return this.forms.take(at, SettleDto, body, settleForm, (given, requestId) =>
      this.journeys.settle(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('arrivals/new')
  arrivalForm(@At('arrivals') at: Place) {
    return this.forms.show(at, arrivalForm);
  }

  @Allow('returns:write')
  @Post('arrivals')
  hear(@At('arrivals') at: Place, @Body() body: Posted) {
    return this.forms.take(at, HearOfArrivalDto, body, arrivalForm, (given, requestId) =>
      this.arrivals.hear(at.actor, at.id, at.trackId, given, requestId),
    );
  }
}
