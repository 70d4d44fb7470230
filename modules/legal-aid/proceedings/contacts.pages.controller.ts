import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { redirect } from '../../../src/web/page';
import { ContactDto } from '../dto/legal.dto';
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

/** Lawyers, interpreters and whoever else helps in one proceeding. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class ContactsPagesController {
  constructor(
    private readonly forms: ParticularForms,
    private readonly particulars: Particulars,
  ) {}

  @Allow('legal:write')
  @Get('contacts/new')
  contactForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.forms.show(placeOf(actor, id, of, request, 'contacts'), contactForm);
  }

  @Allow('legal:write')
  @Post('contacts')
  addContact(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = placeOf(actor, id, of, request, 'contacts');
    return this.forms.take(at, ContactDto, body, contactForm, (given) =>
      this.particulars.addContact(actor, id, of, given),
    );
  }

  @Allow('legal:write')
  @Post('contacts/:contactId/end')
  async endContact(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('contactId') contactId: string,
  ) {
    await this.particulars.endContact(actor, id, of, contactId);
    return redirect(`/people/${id}/legal/${of}#contacts`, SAVED);
  }
}

const contactForm: Build = (forms, { choices }) => forms.contact(choices);
