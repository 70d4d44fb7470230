import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { submitForm } from '../platform/web/forms';
import { type PageRedirect, type PageView, redirect } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ChannelContacts } from './form-contacts.service';
import { ComplaintContactDto } from './dto/complaint.dto';
import { SlipPages } from './slips-pages.view';

const AGREE = 'complaints:agree-contact';
const contactFrom = ({ address, phone }: ComplaintContactDto) => ({
  address,
  phone: phone ?? null,
});

/** Address and phone of the channel: one proposes them, another organisation approves. */
@ApiExcludeController()
@Controller('complaints/papers/contacts')
export class ChannelContactsPagesController {
  constructor(
    private readonly contacts: ChannelContacts,
    private readonly pages: SlipPages,
  ) {}

  @AllowQuietly(AGREE)
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ComplaintContactDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.contacts.propose(actor, contactFrom(dto));
        return back('proposed');
      },
      (form) => this.pages.show(actor, request, form),
    );
  }

  @AllowQuietly(AGREE)
  @Post(':id/approval')
  async approve(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.contacts.approve(actor, id);
    return back('approved');
  }
}

@ApiTags('complaints')
@Controller('api/v1/complaints/papers/contacts')
export class ChannelContactsApiController {
  constructor(private readonly contacts: ChannelContacts) {}

  /** Propose the contact details printed on complaint slips. */
  @AllowQuietly(AGREE)
  @Post()
  propose(@CurrentActor() actor: Actor, @Body() body: ComplaintContactDto) {
    return this.contacts.propose(actor, contactFrom(body));
  }

  /** Approve the contact details printed on complaint slips. */
  @AllowQuietly(AGREE)
  @Post(':id/approval')
  @HttpCode(204)
  approve(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.contacts.approve(actor, id);
  }
}

const back = (done: 'proposed' | 'approved'): PageRedirect =>
  redirect('/complaints/papers', { kind: 'success', key: `complaints:papers.${done}` });
