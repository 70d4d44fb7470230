import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { CaseTabs } from '../case-tabs.service';
import { CorrectPersonForm } from '../dto/correct-person.dto';
import { personTyped } from '../dto/person-form.dto';
import { personChoices, splitPosted } from '../registration.form';
import { besideTheirFields, documentLines, typedOf, wholeOf } from './correction.form';
import { mergeTyped, PERSON_CORRECTION_REASONS } from './correction.rules';
import { formerWords, fieldWords } from './correction.words';
import { Corrections } from './corrections.service';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/corrections')
export class CorrectionsPagesController {
  constructor(
    private readonly corrections: Corrections,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('people:correct')
  @Get()
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, mawa.language, null, randomUUID());
  }

  @Allow('people:correct')
  @Post()
  correct(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { fields, requestId } = splitPosted(body);
    return submitForm(
      CorrectPersonForm,
      fields,
      mawa.language,
      async ({ version, why, person: typed }) => {
        const { parts } = await this.corrections.standing(actor, id);
        const given = { ...personTyped(typed), ageCertainty: typed.ageCertainty ?? null };
        const person = wholeOf(given, parts);
        const saved = await this.corrections.correct(
          actor,
          id,
          { version, why, person },
          requestId,
        );
        return redirect(
          `/people/${id}`,
          saved.possibleDuplicate
            ? { kind: 'warning', key: 'corrections:saved_duplicate' }
            : { kind: 'success', key: 'corrections:saved' },
        );
      },
      async (form) =>
        this.view(
          actor,
          id,
          mawa.language,
          form.status === 409 ? await this.merged(actor, id, form, mawa.language) : form,
          form.status === 409 ? randomUUID() : requestId,
        ),
    );
  }

  /** Somebody saved first: their changes are taken over, and what both changed is named. */
  private async merged(
    actor: Actor,
    id: string,
    form: FormState,
    language: Language,
  ): Promise<FormState> {
    const standing = await this.corrections.standing(actor, id);
    const base = await this.corrections.asOf(actor, id, Number(form.values.version));
    const { values, both } = mergeTyped(typedOf(base), typedOf(standing.person), form.values);
    const sentence = (value: string | string[]) =>
      translate(language, 'corrections:both', {
        value: [value].flat().join(' · ') || translate(language, 'corrections:emptied'),
      });
    return {
      ...form,
      values: { ...values, version: String(standing.version) },
      errors: {
        ...form.errors,
        ...Object.fromEntries(Object.entries(both).map(([name, is]) => [name, sentence(is)])),
      },
    };
  }

  private async view(
    actor: Actor,
    id: string,
    language: Language,
    given: FormState | null,
    requestId: string,
  ): Promise<PageView> {
    const standing = await this.corrections.standing(actor, id);
    const history = await this.corrections.history(actor, id);
    const values = typedOf(standing.person);
    const form = given ?? newForm({ ...values, version: String(standing.version) });
    const words = (key: string) => translate(language, `corrections:${key}`);
    return page('people/correct', {
      title: words('title'),
      path: `/people/${id}`,
      tabs: await this.tabs.row(actor, language, id, 'corrections'),
      requestId,
      mayCorrect: standing.mayCorrect,
      form: besideTheirFields(form),
      version: form.values.version ?? String(standing.version),
      may: Object.fromEntries(standing.parts.map((part) => [part, true])),
      choices: personChoices(language, standing.person.nationality ?? null),
      documents: documentLines(form.values).map((place) => ({
        prefix: `person.documents.${place}.`,
        label: translate(language, 'corrections:document_line', { n: place + 1 }),
      })),
      whys: PERSON_CORRECTION_REASONS.map((value) => ({ value, label: words(value) })),
      history: history.map(({ at, by, why, fields, before }) => ({
        at,
        by,
        why: words(why),
        what: fieldWords(fields, language),
        before: formerWords(before, language),
      })),
    });
  }
}
