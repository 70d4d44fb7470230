import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import {
  type FormState,
  newForm,
  type PostedFields,
  requestIdOf,
  submitForm,
} from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { proposedNotice } from '../../settings';
import { Id } from '../../platform/web/id.decorator';
import {
  AddEmployerDto,
  AddOfferDto,
  ChangeEmployerDto,
  ChangeOfferDto,
  WageFloorDto,
  VetEmployerDto,
} from '../dto/work.dto';
import { WageFloors } from '../floors/floors.service';
import { type EmployerFormBuilder, EmployerPages } from './employer-pages.view';
import { Employers } from './employers.service';
import { Offers } from './offers.service';

type PageResult = Promise<PageView | PageRedirect>;
const ROOT = '/training/work';
const saved = { kind: 'success', key: 'work:saved' } as const;
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
    return this.take(
      request,
      AddEmployerDto,
      body,
      async (given, once) => at((await this.employers.add(actor, given, once)).id),
      (form) => this.show(actor, request, null, `${ROOT}/employers`, employer, form),
    );
  }

  @Allow('work:employers')
  @Get('employers/:employerId')
  one(@CurrentActor() actor: Actor, @Id('employerId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, mawa.language, id);
  }

  @Allow('work:vet')
  @Get('employers/:employerId/change')
  changeForm(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.changeEmployer(actor, mawa.language, id, newForm());
  }

  @Allow('work:vet')
  @Post('employers/:employerId/change')
  change(
    @CurrentActor() actor: Actor,
    @Id('employerId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    return this.take(
      request,
      ChangeEmployerDto,
      body,
      async (given) => {
        await this.employers.change(actor, id, given);
        return at(id);
      },
      (form) => this.pages.changeEmployer(actor, request.mawa.language, id, form),
    );
  }

  @Allow('work:vet')
  @Get('offers/:offerId/change')
  changeOfferForm(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.changeOffer(actor, mawa.language, id, newForm());
  }

  @Allow('work:vet')
  @Post('offers/:offerId/change')
  changeOffer(
    @CurrentActor() actor: Actor,
    @Id('offerId') id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    return this.take(
      request,
      ChangeOfferDto,
      body,
      async (given) => at((await this.offers.change(actor, id, given)).employerId),
      (form) => this.pages.changeOffer(actor, request.mawa.language, id, form),
    );
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
    return this.take(
      request,
      VetEmployerDto,
      body,
      async (given, once) => {
        await this.employers.vet(actor, id, given, once);
        return at(id);
      },
      (form) => this.show(actor, request, id, `${at(id)}/vettings`, vetting, form),
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
    return this.take(
      request,
      AddOfferDto,
      body,
      async (given, once) => {
        await this.offers.add(actor, id, given, once);
        return at(id);
      },
      (form) => this.show(actor, request, id, `${at(id)}/offers`, offer, form),
    );
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
    form: FormState = newForm(),
  ) {
    return this.pages.form(actor, mawa.language, id, action, build, form);
  }

  private take<T extends object>(
    { mawa }: FastifyRequest,
    Dto: DtoClass<T>,
    { _request, ...fields }: PostedFields,
    act: (given: T, requestId: string | null) => Promise<string>,
    showForm: (form: FormState) => Promise<PageView>,
  ): PageResult {
    return submitForm(
      Dto,
      fields,
      mawa.language,
      async (given) => redirect(await act(given, requestIdOf(_request)), saved),
      showForm,
    );
  }
}
