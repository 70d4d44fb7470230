import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { Lists } from '../../reference-lists';
import type { Actor } from '../../platform/shared/actor';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { newForm, type FormState } from '../../platform/web/forms';
import { page, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { Arrivals } from '../bookings/arrivals.service';
import { FindCandidates } from '../placing/candidates.service';
import { CheckInDto } from '../dto/booking.dto';
import { HoldDto, NewRequestDto, ReasonDto } from '../dto/request.dto';
import { BedHolds } from '../placing/hold.service';
import { newRequestPage } from './new-request.view';
import { submitBedForm, type PageResponse } from '../bookings/bed.form';
import { requestPage } from './request.view';
import { BedRequests } from './requests.service';
import { Stays } from '../bookings/stays.service';

@ApiExcludeController()
@Controller('beds/requests')
export class BedRequestsPagesController {
  constructor(
    private readonly requests: BedRequests,
    private readonly candidates: FindCandidates,
    private readonly holds: BedHolds,
    private readonly stays: Stays,
    private readonly arrivals: Arrivals,
    private readonly lists: Lists,
  ) {}

  @Allow('requests:open')
  @Get('new')
  async ask(
    @CurrentActor() actor: Actor,
    @Query('case') caseId?: string,
    @Query('from') from?: string,
  ): Promise<PageView> {
    const values: FormState['values'] = isCivilDate(from) ? { neededFrom: from } : {};
    return this.showNew(actor, newForm(values), caseId ?? null);
  }

  @Allow('requests:open')
  @Post()
  open(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: NewRequestDto,
      act: (dto) => this.requests.open(actor, dto, repeatId),
      to: ({ id }) => `/beds/requests/${id}`,
      done: 'request_opened',
      again: (form) => this.showNew(actor, form, null),
    });
  }

  @Allow('requests:read')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageView> {
    return this.show(actor, id);
  }

  @Allow('beds:hold')
  @Post(':id/holds')
  hold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): PageResponse {
    return submitBedForm(request, {
      form: HoldDto,
      act: (dto) => this.holds.place(actor, id, dto, repeatId),
      to: `/beds/requests/${id}`,
      done: 'held',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:hold')
  @Post(':id/hold-renewal')
  renewHold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.holds.renew(actor, id),
      to: `/beds/requests/${id}`,
      done: 'hold_renewed',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:agree')
  @Post(':id/agreement')
  agree(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.arrivals.agree(actor, id),
      to: `/beds/requests/${id}`,
      done: 'agreed',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:promise')
  @Post(':id/promise')
  promise(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.stays.promise(actor, id),
      to: `/beds/requests/${id}`,
      done: 'promised',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:check-in')
  @Post(':id/check-in')
  checkIn(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: CheckInDto,
      act: (dto) => this.stays.checkInParty(actor, id, dto),
      to: '/beds',
      done: 'checked_in',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('beds:release')
  @Post(':id/release')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: ({ reason }) => this.stays.releaseParty(actor, id, reason),
      to: '/beds',
      done: 'released',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('requests:open')
  @Post(':id/renewal')
  renew(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: () => this.requests.renew(actor, id),
      to: `/beds/requests/${id}`,
      done: 'request_renewed',
      again: (form) => this.show(actor, id, form),
    });
  }

  @Allow('requests:open')
  @Post(':id/withdraw')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): PageResponse {
    return submitBedForm(request, {
      form: ReasonDto,
      act: ({ reason }) => this.requests.withdraw(actor, id, reason ?? null),
      to: '/beds',
      done: 'withdrawn',
      again: (form) => this.show(actor, id, form),
    });
  }

  private async show(actor: Actor, id: string, form?: FormState): Promise<PageView> {
    const request = await this.requests.page(actor, id);
    const looks = request.state === 'open' && may(actor, 'beds:hold');
    const candidates = looks ? await this.candidates.forRequest(actor, id) : null;
    const emergencies = await this.lists.choices(actor, 'arrival_reasons');
    const model = requestPage(request, candidates, actor, emergencies, form);
    return page('beds/request', { ...model, requestKey: randomUUID() });
  }

  private async showNew(actor: Actor, form: FormState, caseId: string | null): Promise<PageView> {
    const choices = await this.requests.choices(actor, caseId, form.values.caseIds);
    return page('beds/request-new', newRequestPage(choices, actor, form, randomUUID()));
  }
}
