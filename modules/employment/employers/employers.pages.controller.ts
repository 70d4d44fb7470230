import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { proposedNotice } from '../../settings';
import { Id } from '../../platform/web/id.decorator';
import { AddEmployerDto, AddOfferDto, WageFloorDto, VetEmployerDto } from '../dto/work.dto';
import { WageFloors } from '../floors/floors.service';
import { type EmployerFormBuilder, EmployerPages } from './employer-pages.view';
import { Employers } from './employers.service';
import { Offers } from './offers.service';

type PageResult = Promise<PageView | PageRedirect>;
const ROOT = '/training/work';
const at = (id: string) => `${ROOT}/employers/${id}`;

const employer: EmployerFormBuilder = (forms, lists) => forms.employer(lists);
const vetting: EmployerFormBuilder = (forms) => forms.vetting();
const offer: EmployerFormBuilder = (forms, lists) => forms.offer(lists);
const floor: EmployerFormBuilder = (forms) => forms.floor();

/** Who gives work, each look at them, what they offer, and the least that may be paid. */
@ApiExcludeController()
@Controller('training/work')
export class EmployersPagesController {
  constructor(
    private readonly pages: EmployerPages,
    private readonly employers: Employers,
    private readonly offers: Offers,
    private readonly floors: WageFloors,
  ) {}

  @Allow('work:employers')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('work:vet')
  @Get('employers/new')
  employerForm(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    return this.show(actor, request, null, `${ROOT}/employers`, employer);
  }

  @Allow('work:vet')
  @Post('employers')
  add(@CurrentActor() actor: Actor, @Body() body: PostedFields, @Req() request: FastifyRequest) {
    const action = `${ROOT}/employers`;
    return this.take(
      actor,
      request,
      null,
      action,
      AddEmployerDto,
      body,
      employer,
      async (given, once) => at((await this.employers.add(actor, given, once)).id),
    );
  }

  @Allow('work:employers')
  @Get('employers/:employerId')
  one(@CurrentActor() actor: Actor, @Id('employerId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, mawa.language, id);
  }

  @Allow('work:vet')
  @Get('employers/:employerId/vettings/new')
  vettingForm(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, request, id, `${at(id)}/vettings`, vetting);
  }

  @Allow('work:vet')
  @Post('employers/:employerId/vettings')
  vet(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const action = `${at(id)}/vettings`;
    return this.take(
      actor,
      request,
      id,
      action,
      VetEmployerDto,
      body,
      vetting,
      async (given, once) => {
        await this.employers.vet(actor, id, given, once);
        return at(id);
      },
    );
  }

  @Allow('work:vet')
  @Get('employers/:employerId/offers/new')
  offerForm(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, request, id, `${at(id)}/offers`, offer);
  }

  @Allow('work:vet')
  @Post('employers/:employerId/offers')
  offer(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const action = `${at(id)}/offers`;
    return this.take(actor, request, id, action, AddOfferDto, body, offer, async (given, once) => {
      await this.offers.add(actor, id, given, once);
      return at(id);
    });
  }

  @Allow('work:employers')
  @Get('floors')
  floorsOf(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.pages.floorsPage(actor, mawa.language);
  }

  @Allow('work:vet')
  @Get('floors/new')
  floorForm(@CurrentActor() actor: Actor, @Req() request: FastifyRequest) {
    return this.show(actor, request, null, `${ROOT}/floors`, floor);
  }

  @Allow('work:vet')
  @Post('floors')
  proposeFloor(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...fields }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    const action = `${ROOT}/floors`;
    return submitForm(
      WageFloorDto,
      fields,
      mawa.language,
      async (given) => {
        await this.floors.propose(actor, given, requestIdOf(_request));
        return redirect(action, proposedNotice);
      },
      (form) => this.pages.form(actor, mawa.language, null, action, floor, form),
    );
  }

  private show(
    actor: Actor,
    { mawa }: FastifyRequest,
    id: string | null,
    action: string,
    build: EmployerFormBuilder,
  ) {
    return this.pages.form(actor, mawa.language, id, action, build, newForm());
  }

  private take<T extends object>(
    actor: Actor,
    { mawa }: FastifyRequest,
    id: string | null,
    action: string,
    Dto: DtoClass<T>,
    { _request, ...fields }: PostedFields,
    build: EmployerFormBuilder,
    act: (given: T, requestId: string | null) => Promise<string>,
  ): PageResult {
    return submitForm(
      Dto,
      fields,
      mawa.language,
      async (given) =>
        redirect(await act(given, requestIdOf(_request)), { kind: 'success', key: 'work:saved' }),
      (form) => this.pages.form(actor, mawa.language, id, action, build, form),
    );
  }
}
