import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { AskedNotFound } from '../../audit';
import { redirect } from '../../../src/web/page';
import { LegalContactDto } from '../dto/legal.dto';
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
  contactForm(@At('contacts') at: Place) {
    return this.forms.show(at, contactForm);
  }

  @Allow('legal:write')
  @Post('contacts')
  addContact(@At('contacts') at: Place, @Body() body: Posted) {
    return this.forms.take(at, LegalContactDto, body, contactForm, (given) =>
      this.particulars.addContact(at.actor, at.id, at.of, given),
    );
  }

  @Allow('legal:write')
  @Post('contacts/:contactId/end')
  async endContact(@At('contacts') at: Place, @Param('contactId') contactId: string) {
    await this.particulars.endContact(at.actor, at.id, at.of, contactId);
    return redirect(`${proceedingPath(at)}#contacts`, SAVED);
  }
}

const contactForm: Build = (forms, { choices }) => forms.contact(choices);
