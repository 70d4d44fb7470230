import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { languageChoices, paragraphs, questionOf } from './consent-form.service';
import { directionOf, htmlLanguage } from './consent-texts.rules';
import { ConsentTexts } from './consent-texts.service';
import { textName } from './consents.view';
import { PURPOSES } from './consents.rules';
import { ProposeTextDto } from './dto/consent-text.dto';

/** Consent texts in versions: proposed by one person, approved by another, never overwritten. */
@ApiExcludeController()
@Controller('consent-texts')
export class ConsentTextsPagesController {
  constructor(private readonly texts: ConsentTexts) {}

  @Allow('consent-texts:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const texts = await this.texts.list(actor);
    return page('consents/texts', {
      title: translate(language, 'consents:texts.title'),
      proposePath: may(actor, 'consent-texts:write') ? '/consent-texts/new' : null,
      purposes: PURPOSES.map((purpose) => ({
        purpose,
        texts: texts
          .filter((text) => text.purpose === purpose)
          .map((text) => ({
            ...text,
            languageName: labelOf('languages', text.language, language),
          })),
      })),
    });
  }

  @Allow('consent-texts:write')
  @Get('new')
  async form(
    @CurrentActor() actor: Actor,
    @Query() asked: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { purpose = '', language = '' } = questionOf(asked);
    const before = (await this.texts.list(actor)).find(
      (text) => text.purpose === purpose && text.language === language && text.current,
    );
    return this.show(mawa.language, newForm({ purpose, language, body: before?.body ?? '' }));
  }

  @Allow('consent-texts:write')
  @Post()
  propose(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ProposeTextDto,
      body,
      mawa.language,
      async (dto) => {
        const { id } = await this.texts.propose(actor, dto);
        return redirect(`/consent-texts/${id}`, {
          kind: 'success',
          key: 'consents:texts.proposed',
        });
      },
      (form) => Promise.resolve(this.show(mawa.language, form)),
    );
  }

  @Allow('consent-texts:read')
  @Get(':textId')
  async of(
    @CurrentActor() actor: Actor,
    @Id('textId') id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const text = await this.texts.of(actor, id);
    const mayWrite = may(actor, 'consent-texts:write');
    const waits = mayWrite && !text.validFrom && !text.replaced;
    return page('consents/text-version', {
      title: textName(text, language),
      text: {
        ...text,
        paragraphs: paragraphs(text.body),
        lang: htmlLanguage(text.language),
        direction: directionOf(text.language),
      },
      approvePath:
        waits && text.proposedById !== actor.userId ? `/consent-texts/${id}/approval` : null,
      waitsForOther: waits && text.proposedById === actor.userId,
      revisePath: mayWrite
        ? `/consent-texts/new?purpose=${text.purpose}&language=${text.language}`
        : null,
    });
  }

  @Allow('consent-texts:write')
  @Post(':textId/approval')
  async approve(@CurrentActor() actor: Actor, @Id('textId') id: string): Promise<PageRedirect> {
    await this.texts.approve(actor, id);
    return redirect(`/consent-texts/${id}`, { kind: 'success', key: 'consents:texts.approved' });
  }

  private show(language: Language, form: FormState): PageView {
    return page('consents/text-new', {
      title: translate(language, 'consents:texts.new'),
      purposes: PURPOSES.map((value) => ({
        value,
        label: translate(language, `consents:purpose.${value}`),
      })),
      languages: languageChoices(language),
      form,
    });
  }
}
