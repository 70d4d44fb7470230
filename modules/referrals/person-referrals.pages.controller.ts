import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { NotFoundAudit } from '../audit';
import { CaseTabs } from '../beneficiaries';
import { list, Lists } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ChoosePartnerDto, SendReferralDto } from './dto/referral.dto';
import { referralLinkSlip, LinkSlips } from './link-slip.view';
import { HelpRequests } from './help/help-requests.service';
import { helpRequestModel } from './help/help-requests.view';
import { partnerChoiceModels, referralModels } from './referral.view';
import { SHEET_PARTS, URGENCIES } from './referral-states.rules';
import { Referrals } from './referrals.service';
import { SendReferrals } from './send-referral.service';
import { sheetModel } from './sheet.view';

/** From the file of a person to a partner: kind of help, partners with places, disclosed parts. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/referrals')
export class PersonReferralsPagesController {
  constructor(
    private readonly referrals: Referrals,
    private readonly sending: SendReferrals,
    private readonly help: HelpRequests,
    private readonly lists: Lists,
    private readonly tabs: CaseTabs,
    private readonly hand: LinkSlips,
    private readonly clock: Clock,
  ) {}

  @Allow('referrals:read')
  @Get()
  async ofPerson(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const referrals = await this.referrals.ofPerson(actor, id);
    const help = await this.help.ofPerson(actor, id);
    const mayAct = may(actor, 'referrals:send');
    const now = this.clock.now();
    return page('referrals/person', {
      title: translate(language, 'referrals:person_title'),
      caseId: id,
      tabs: await this.tabs.row(actor, language, id, 'referrals'),
      help: helpRequestModel(help, { caseId: id, now, language, mayAct }),
      mayAct,
      referrals: referralModels(referrals, now, language),
      newPath: mayAct ? `/people/${id}/referrals/new` : null,
    });
  }

  @Allow('referrals:send')
  @Get('new')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() asked: ChoosePartnerDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, mawa.language, asked, newForm());
  }

  @Allow('referrals:send')
  @Post()
  send(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { language } = request.mawa;
    return submitForm(
      SendReferralDto,
      body,
      language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        const sent = await this.sending.send(actor, id, dto, requestId);
        if (!sent.hasAccount) {
          const made = await this.referrals.makeLink(actor, sent.id);
          return this.hand.show(referralLinkSlip(made, request.mawa.language), request, 201);
        }
        return redirect(`/referrals/${sent.id}`, { kind: 'success', key: 'referrals:sent' });
      },
      (form) => {
        const { service, partnerId } = body as Record<string, string | undefined>;
        const asked = { service: codeOf(service), partner: idOf(partnerId) };
        return this.show(actor, id, language, asked, form);
      },
    );
  }

  private async show(
    actor: Actor,
    id: string,
    language: Language,
    { service, region, partner: partnerId }: ChoosePartnerDto,
    form: FormState,
  ): Promise<PageView> {
    const words = (key: string) => translate(language, `referrals:${key}`);
    const chosen = { service: service ?? null, region: region ?? null };
    const { partners, possible } = await this.sending.choosing(actor, id, chosen);
    const services = await this.lists.choices(actor, 'referral_services', language);
    const address = (more: Record<string, string>) => {
      const query = { ...(service && { service }), ...(region && { region }), ...more };
      return `/people/${id}/referrals/new?${new URLSearchParams(query).toString()}`;
    };
    const spoken = partnerChoiceModels(id, partners, address, language);
    const preview = sheetModel({ ...possible, needs: '' }, language);
    return page('referrals/new', {
      title: words('new.title'),
      caseId: id,
      requestId: randomUUID(),
      services: services.map((one) => ({
        ...one,
        current: one.value === service,
        path: `/people/${id}/referrals/new?service=${one.value}`,
      })),
      service: service ?? null,
      regions: list('regions').items.map(({ code, labels }) => ({
        value: code,
        label: labels[language],
      })),
      filter: { region: region ?? '' },
      partners: spoken.filter(({ far }) => !far),
      others: spoken.filter(({ far }) => far),
      partner: spoken.find((one) => one.id === partnerId) ?? null,
      backPath: partnerId ? address({}) : `/people/${id}/referrals`,
      parts: SHEET_PARTS.map((value) => ({
        value,
        label: words(`part.${value}`),
        lines: preview.find(({ part }) => part === value)?.lines ?? [],
        checked: form.values.parts === undefined || [form.values.parts].flat().includes(value),
      })),
      urgencies: URGENCIES.map((value) => ({ value, label: words(`urgency.${value}`) })),
      form,
    });
  }
}

const codeOf = (text: unknown) =>
  typeof text === 'string' && /^[a-z_]{3,40}$/.test(text) ? text : undefined;
const idOf = (text: unknown) =>
  typeof text === 'string' && /^[0-9a-f-]{36}$/i.test(text) ? text : undefined;
