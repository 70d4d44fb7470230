import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { newForm, submitForm } from '../../../src/web/forms';
import { redirect } from '../../../src/web/page';
import { CountAccusedDto } from '../dto/legal.dto';
import { LegalPages } from './legal.pages';
import { Id, Of, type Posted, type Shown } from './particular-forms';
import { Particulars } from './particulars.service';
import { SAVED } from './proceedings.pages.controller';

/** How many are accused, as counts alone. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class AccusedPagesController {
  constructor(
    private readonly pages: LegalPages,
    private readonly particulars: Particulars,
  ) {}

  @Allow('legal:write')
  @Get('accused')
  accused(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.accused(actor, mawa.language, id, of, newForm());
  }

  @Allow('legal:write')
  @Post('accused')
  countAccused(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, act, ...body }: Posted,
    @Req() { mawa }: FastifyRequest,
  ): Shown {
    return submitForm(
      CountAccusedDto,
      body,
      mawa.language,
      async (given) => {
        await this.particulars.countAccused(actor, id, of, given);
        const path = `/people/${id}/legal/${of}`;
        return redirect(act === 'more' ? `${path}/accused` : `${path}#accused`, SAVED);
      },
      (form) => this.pages.accused(actor, mawa.language, id, of, form),
    );
  }
}
