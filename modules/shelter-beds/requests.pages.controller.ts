import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../access';
import type { Actor } from '../../src/shared/actor';
import { isCivilDate } from '../../src/shared/nights';
import { newForm, submitForm, type FormState } from '../../src/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../src/web/page';
import { FindCandidates } from './candidates.service';
import { CheckInDto } from './dto/booking.dto';
import { HoldDto, NewRequestDto, ReasonDto } from './dto/request.dto';
import { Holds } from './hold.service';
import { newRequestPage } from './new-request.page';
import { requestPage } from './request.page';
import { BedRequests } from './requests.service';
import { Stays } from './stays.service';

type Answer = Promise<PageView | PageRedirect>;
type Fields = Record<string, unknown>;
const done = (key: string) => ({ kind: 'success', key: `beds:done.${key}` }) as const;

@ApiExcludeController()
@Controller('beds/requests')
export class BedRequestsPagesController {
  constructor(
    private readonly requests: BedRequests,
    private readonly candidates: FindCandidates,
    private readonly holds: Holds,
    private readonly stays: Stays,
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
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): Answer {
    return submitForm(
      NewRequestDto,
      withoutKey(body),
      mawa.language,
      async (dto) => {
        const { id } = await this.requests.open(actor, dto, repeatId);
        return redirect(`/beds/requests/${id}`, done('request_opened'));
      },
      (form) => this.showNew(actor, form, null),
    );
  }

  @Allow('requests:read')
  @Get(':id')
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PageView> {
    return this.show(actor, id);
  }

  @Allow('beds:hold')
  @Post(':id/holds')
  hold(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
    @RequestId() repeatId: string | null,
  ): Answer {
    return submitForm(
      HoldDto,
      withoutKey(body),
      mawa.language,
      async (dto) => {
        await this.holds.place(actor, id, dto, repeatId);
        return redirect(`/beds/requests/${id}`, done('held'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:promise')
  @Post(':id/promise')
  promise(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      ReasonDto,
      withoutKey(body),
      mawa.language,
      async () => {
        await this.stays.promise(actor, id);
        return redirect(`/beds/requests/${id}`, done('promised'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:check-in')
  @Post(':id/check-in')
  checkIn(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      CheckInDto,
      withoutKey(body),
      mawa.language,
      async (dto) => {
        await this.stays.checkInParty(actor, id, dto);
        return redirect('/beds', done('checked_in'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('beds:release')
  @Post(':id/release')
  release(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      ReasonDto,
      withoutKey(body),
      mawa.language,
      async ({ reason }) => {
        await this.stays.releaseParty(actor, id, reason);
        return redirect('/beds', done('released'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  @Allow('requests:open')
  @Post(':id/withdraw')
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Fields,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      ReasonDto,
      withoutKey(body),
      mawa.language,
      async ({ reason }) => {
        await this.requests.withdraw(actor, id, reason ?? null);
        return redirect('/beds', done('withdrawn'));
      },
      (form) => this.show(actor, id, form),
    );
  }

  private async show(actor: Actor, id: string, form?: FormState): Promise<PageView> {
    const request = await this.requests.one(actor, id);
    const looks = request.state === 'open' && may(actor, 'beds:hold');
    const candidates = looks ? await this.candidates.forRequest(actor, id) : null;
    const model = requestPage(request, candidates, actor, form);
    return page('beds/request', { ...model, requestKey: randomUUID() });
  }

  private async showNew(actor: Actor, form: FormState, caseId: string | null): Promise<PageView> {
    const choices = await this.requests.peopleToPlace(actor, caseId);
    return page('beds/request-new', newRequestPage(choices, actor, form, randomUUID()));
  }
}

/** The key of the press is read by its decorator; the form itself does not know it. */
function withoutKey(body: Fields | undefined): Fields {
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => name !== '_request'));
}
