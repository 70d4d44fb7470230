import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { NotFoundAudit } from '../audit';
import { Organisations } from '../organisations';
import { ListBars } from '../views';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { Consents } from './consents.service';
import { sharesModel } from './consents.view';
import { ListSharesDto, OpenShareDto } from './dto/share.dto';
import { Notices } from './notices.service';
import { SHARE_LIST } from './shares.queries';
import { SHARE_MODES, SHARED_PARTS, SHARE_REASONS } from './shares.rules';
import { Shares } from './shares.service';

/** The register of disclosures: of one person, and to one partner. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller()
export class SharesPagesController {
  constructor(
    private readonly shares: Shares,
    private readonly consents: Consents,
    private readonly notices: Notices,
    private readonly organisations: Organisations,
    private readonly bars: ListBars,
  ) {}

  @Allow('shares:read')
  @Get('shares')
  async register(
    @CurrentActor() actor: Actor,
    @Query() { after, ...asked }: ListSharesDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { shares, next } = await this.shares.register(actor, asked, after ?? null);
    const bar = await this.bars.of(actor, language, SHARE_LIST, { ...asked });
    const words = (key: string) => translate(language, `consents:register.${key}`);
    return page('consents/register', {
      title: words('title'),
      bar: bar.model,
      shares: sharesModel(shares, language, may(actor, 'shares:open')),
      filter: bar.filters,
      states: ['open', 'closed'].map((value) => ({ value, label: words(`state.${value}`) })),
      nextPath: next && bar.address({ after: next }),
      previousPath: after ? bar.address() : null,
      partners: (await this.organisations.list(actor)).map(({ id, name }) => ({
        value: id,
        label: name,
      })),
    });
  }

  @Allow('shares:open')
  @Get('people/:id/shares/new')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, mawa.language, newForm());
  }

  @Allow('shares:open')
  @Post('people/:id/shares')
  open(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, under, ...body }: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    // One choice of the form names purpose and recipient together: what was agreed to.
    const [purpose, recipientId] = typeof under === 'string' ? under.split(' ') : [];
    const asked = under === undefined ? body : { ...body, purpose, recipientId };
    return submitForm(
      OpenShareDto,
      asked,
      mawa.language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        const { reference } = await this.shares.open(actor, id, dto, requestId);
        return redirect(`/people/${id}/consents`, {
          kind: 'success',
          key: 'consents:share.opened',
          params: { reference },
        });
      },
      (form) =>
        this.show(actor, id, mawa.language, {
          ...form,
          values: { ...form.values, under: typeof under === 'string' ? under : '' },
          errors: { ...form.errors, under: form.errors.recipientId ?? form.errors.purpose ?? '' },
        }),
    );
  }

  @Allow('shares:open')
  @Post('people/:id/shares/:shareId/end')
  async end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('shareId') shareId: string,
  ): Promise<PageRedirect> {
    await this.shares.end(actor, id, shareId);
    return redirect(`/people/${id}/consents`, { kind: 'success', key: 'consents:share.ended' });
  }

  @Allow('shares:open')
  @Post('people/:id/shares/:shareId/acknowledgement')
  async acknowledge(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('shareId') shareId: string,
  ): Promise<PageRedirect> {
    await this.notices.acknowledgeByPhone(actor, id, shareId);
    return redirect(`/people/${id}/consents`, {
      kind: 'success',
      key: 'consents:share.acknowledged',
    });
  }

  private async show(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const words = (key: string) => translate(language, `consents:${key}`);
    const choices = (kind: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: words(`${kind}.${value}`) }));
    const { standing } = await this.consents.list(actor, id);
    const live = standing.filter(({ state, recipientId }) => state === 'given' && recipientId);
    return page('consents/share-new', {
      title: words('share.title'),
      caseId: id,
      requestId: randomUUID(),
      consents: live.map(({ purpose, recipientId, recipient }) => ({
        value: `${purpose} ${recipientId}`,
        label: `${recipient} · ${words(`purpose.${purpose}`)}`,
      })),
      whats: choices('what', SHARED_PARTS),
      whys: choices('why', SHARE_REASONS),
      hows: choices('share_how', SHARE_MODES),
      form,
    });
  }
}
