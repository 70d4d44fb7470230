import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { AskedNotFound } from '../../audit';
import { redirect } from '../../../src/web/page';
import { AddAmountDto } from '../dto/legal.dto';
import {
  At,
  type Build,
  ParticularForms,
  type Place,
  type Posted,
  proceedingPath,
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
  amountForm(@At('compensation') at: Place) {
    return this.forms.show(at, amountForm);
  }

  @Allow('legal:write')
  @Post('compensation')
  addAmount(@At('compensation') at: Place, @Body() body: Posted) {
    return this.forms.take(at, AddAmountDto, withPoint(body), amountForm, (given) =>
      this.particulars.addAmount(at.actor, at.id, at.of, given),
    );
  }

  @Allow('legal:write')
  @Post('compensation/:amountId/retraction')
  async retract(@At('compensation') at: Place, @Param('amountId') amountId: string) {
    await this.particulars.retractAmount(at.actor, at.id, at.of, amountId);
    return redirect(`${proceedingPath(at)}#compensation`, SAVED);
  }
}

/** "1 250,50" as it is written here. */
const withPoint = (body: Posted): Posted => {
  const { amount } = body;
  if (typeof amount !== 'string') return body;
  return { ...body, amount: amount.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.') };
};

const amountForm: Build = (forms, { choices }) => forms.amount(choices.today);
