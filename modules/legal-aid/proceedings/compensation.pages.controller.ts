import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { redirect } from '../../../src/web/page';
import { AddAmountDto } from '../dto/legal.dto';
import {
  type Build,
  Id,
  Of,
  ParticularForms,
  placeOf,
  type Posted,
  type Shown,
} from './particular-forms';
import { Particulars } from './particulars.service';
import { SAVED } from './proceedings.pages.controller';

/** What was asked for, awarded and paid. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class CompensationPagesController {
  constructor(
    private readonly forms: ParticularForms,
    private readonly particulars: Particulars,
  ) {}

  @Allow('legal:write')
  @Get('compensation/new')
  amountForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.forms.show(placeOf(actor, id, of, request, 'compensation'), amountForm);
  }

  @Allow('legal:write')
  @Post('compensation')
  addAmount(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = placeOf(actor, id, of, request, 'compensation');
    return this.forms.take(at, AddAmountDto, withPoint(body), amountForm, (given) =>
      this.particulars.addAmount(actor, id, of, given),
    );
  }

  @Allow('legal:write')
  @Post('compensation/:amountId/retraction')
  async retract(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('amountId') amountId: string,
  ) {
    await this.particulars.retractAmount(actor, id, of, amountId);
    return redirect(`/people/${id}/legal/${of}#compensation`, SAVED);
  }
}

/** "1 250,50" as it is written here. */
const withPoint = (body: Posted): Posted => {
  const { amount } = body;
  if (typeof amount !== 'string') return body;
  return { ...body, amount: amount.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.') };
};

const amountForm: Build = (forms, { choices }) => forms.amount(choices.today);
