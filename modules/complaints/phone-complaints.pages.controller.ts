import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { LANGUAGES } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../platform/web/page-response';
import { PublicComplaintForm } from './public-complaint.service';
import { newComplaintFrom } from './dto/public-complaint.dto';
import { PhoneComplaintDto } from './dto/complaint.dto';
import { complaintFormModel } from './public-complaint.view';
import { ComplaintSlips } from './slips.service';
import { inGroups } from './receipt-code.rules';

const TAKE = 'complaints:take';
const phoneComplaintFrom = (dto: PhoneComplaintDto) => ({
  ...newComplaintFrom(dto, dto.language),
  shelterId: dto.shelterId ?? null,
});

/** Form for complaints by telephone: the number is read aloud once and not shown again. */
@ApiExcludeController()
@Controller('complaints/phone')
export class PhoneComplaintPagesController {
  constructor(
    private readonly channel: PublicComplaintForm,
    private readonly papers: ComplaintSlips,
  ) {}

  @AllowQuietly(TAKE)
  @Get()
  form(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm());
  }

  @AllowQuietly(TAKE)
  @Post()
  take(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { language } = request.mawa;
    return submitForm(
      PhoneComplaintDto,
      body,
      language,
      async (dto) => {
        const { code } = await this.channel.take(actor, phoneComplaintFrom(dto));
        return page('complaints/phone-number', {
          title: translate(language, 'complaints:phone.number'),
          groups: inGroups(code),
        });
      },
      (form) => this.show(actor, request, form),
    );
  }

  private async show(
    actor: Actor,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const model = complaintFormModel(language, await this.channel.kinds(), form);
    const shelters = await this.papers.shelters(actor);
    return page('complaints/phone', {
      ...model,
      plain: false,
      title: translate(language, 'complaints:phone.title'),
      shelters: shelters.map(({ id, name }) => ({ value: id, label: name })),
      languages: LANGUAGES.map((value) => ({
        value,
        label: translate(language, `common:language.${value}`),
      })),
    });
  }
}

@ApiTags('complaints')
@Controller('api/v1/complaints/phone')
export class PhoneComplaintApiController {
  constructor(private readonly channel: PublicComplaintForm) {}

  /**
   * Record a complaint made by phone.
   * Returns the number, to be read aloud once.
   */
  @AllowQuietly(TAKE)
  @Post()
  take(@CurrentActor() actor: Actor, @Body() body: PhoneComplaintDto) {
    return this.channel.take(actor, phoneComplaintFrom(body));
  }
}
