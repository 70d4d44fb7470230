import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import { labelOf, Lists } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { ListPartnersDto, PlacesDto, placesIn } from '../dto/places.dto';
import { referralRowModels } from '../referral.view';
import { Partners, type PartnerWithPlaces } from './partners.service';

/** Which partner has room for what. */
@ApiExcludeController()
@Controller('partners')
export class PartnersPagesController {
  constructor(
    private readonly partners: Partners,
    private readonly lists: Lists,
  ) {}

  @Allow('partners:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { service }: ListPartnersDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const all = await this.partners.list(actor);
    const shown = service
      ? all.filter(({ now }) => now.some((row) => row.service === service))
      : all;
    return page('referrals/partners', {
      title: translate(language, 'referrals:partners.title'),
      filter: { service: service ?? '' },
      services: await this.lists.choices(actor, 'referral_services', language),
      partners: shown.map((partner) => ({
        ...partnerModel(partner, language),
        now: referralRowModels(partner.now, language).filter(
          (row) => !service || row.service === service,
        ),
      })),
    });
  }

  @Allow('partners:read')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, mawa.language, newForm());
  }

  @Allow('partners:note')
  @Post(':id/places')
  note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PlacesDto,
      body,
      mawa.language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        await this.partners.note(actor, id, placesIn(dto, dto.how), requestId);
        return redirect(`/partners/${id}`, { kind: 'success', key: 'common:saved' });
      },
      (form) => this.show(actor, id, mawa.language, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const { now, before, broughtIn, ...partner } = await this.partners.one(actor, id);
    const words = (key: string) => translate(language, `referrals:${key}`);
    return page('referrals/partner', {
      title: partner.name,
      partner: partnerModel({ ...partner, now }, language),
      now: referralRowModels(now, language),
      before: referralRowModels(before, language),
      broughtIn: broughtIn.map(({ serviceName, ...row }) => ({
        ...row,
        what: serviceName[language],
      })),
      mayNote: may(actor, 'partners:note'),
      requestId: randomUUID(),
      services: await this.lists.choices(actor, 'referral_services', language),
      states: ['places', 'full', 'open'].map((value) => ({
        value,
        label: words(`places_state.${value}`),
      })),
      hows: ['phone', 'visit', 'message'].map((value) => ({
        value,
        label: words(`noted.${value}`),
      })),
      form,
    });
  }
}

export const partnerModel = ({ now, ...partner }: PartnerWithPlaces, language: Language) => ({
  ...partner,
  services: now.length,
  about: [
    partner.partnerType && translate(language, `organisations:type.${partner.partnerType}`),
    partner.region && labelOf('regions', partner.region, language),
    partner.country !== 'MA' && labelOf('nationalities', partner.country, language),
  ]
    .filter(Boolean)
    .join(' · '),
});
