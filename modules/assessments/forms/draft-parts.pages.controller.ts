import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { type PageRedirect, type PageView, redirect } from '../../platform/web/page-response';
import type { FormDefinition, QuestionKind } from '../definition/definition-schema.rules';
import {
  addQuestion,
  addSection,
  type EditedDefinition,
  changeQuestion,
  changeSection,
  moveQuestion,
  moveSection,
  questionOf,
  removeQuestion,
  removeSection,
  retireQuestion,
} from '../definition/edit.rules';
import { showFormOnError, revisionIn, stringOf } from './draft-answers.form';
import { type PostedFields, questionFrom, sectionFrom } from './draft.form';
import { DraftForms } from './draft-forms.service';
import { DraftPages } from './draft-pages.service';
import { QuestionPage } from './question-page.service';

type PageResponse = Promise<PageView | PageRedirect>;
const SAVED = { kind: 'success', key: 'assessments:forms.saved' } as const;

/** Sections and questions of a draft: put in, changed, moved, retired, taken out. */
@ApiExcludeController()
@Controller('forms/:key/draft')
export class DraftPartsPagesController {
  constructor(
    private readonly pages: DraftPages,
    private readonly questions: QuestionPage,
    private readonly drafts: DraftForms,
  ) {}

  @Allow('forms:write')
  @Post('sections')
  addSection(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const id = stringOf(body?.['id']);
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        await this.drafts.edit(actor, key, revisionIn(body ?? {}), (form) => addSection(form, id));
        return redirect(`/forms/${key}/draft/sections/${id}`);
      },
      (form) => this.pages.overview(actor, mawa, key, form),
    );
  }

  @Allow('forms:write')
  @Get('sections/:section')
  section(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('section') id: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.section(actor, mawa, key, id, null);
  }

  @Allow('forms:write')
  @Post('sections/:section')
  changeSection(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('section') id: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const { revision, ...posted } = body ?? {};
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        const section = sectionFrom(posted);
        await this.drafts.edit(actor, key, revisionIn({ revision }), (form) =>
          changeSection(form, id, section),
        );
        return redirect(`/forms/${key}/draft`, SAVED);
      },
      (form) => this.pages.section(actor, mawa, key, id, form),
    );
  }

  /** Up, down or out, by the button that was pressed. */
  @Allow('forms:write')
  @Post('sections/:section/place')
  placeSection(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('section') id: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const act = stringOf(body?.['act']);
    return this.onOverview(actor, mawa, key, body, (form) =>
      act === 'remove'
        ? removeSection(form, id)
        : moveSection(form, id, act === 'up' ? 'up' : 'down'),
    );
  }

  @Allow('forms:write')
  @Post('questions')
  addQuestion(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const id = stringOf(body?.['id']);
    const kind = stringOf(body?.['kind']) as QuestionKind;
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        await this.drafts.edit(actor, key, revisionIn(body ?? {}), (form) =>
          addQuestion(form, stringOf(body?.['section']), { id, kind }),
        );
        return redirect(`/forms/${key}/draft/questions/${id}`);
      },
      (form) => this.pages.overview(actor, mawa, key, form),
    );
  }

  @Allow('forms:write')
  @Get('questions/:field')
  question(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('field') field: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.questions.show(actor, mawa, key, field, null);
  }

  @Allow('forms:write')
  @Post('questions/:field')
  changeQuestion(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('field') field: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const { revision, act, ...posted } = body ?? {};
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        await this.drafts.edit(actor, key, revisionIn({ revision }), (form) =>
          changeQuestion(form, field, questionFrom(questionOf(form, field).kind, posted)),
        );
        const stays = act === 'more' ? `/questions/${field}` : '';
        return redirect(`/forms/${key}/draft${stays}`, SAVED);
      },
      (form) => this.questions.show(actor, mawa, key, field, form),
    );
  }

  /** Up, down, retired, brought back or out, by the button that was pressed. */
  @Allow('forms:write')
  @Post('questions/:field/place')
  placeQuestion(
    @CurrentActor() actor: Actor,
    @Param('key') key: string,
    @Param('field') field: string,
    @Body() body: PostedFields | undefined,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    const act = stringOf(body?.['act']);
    return this.onOverview(actor, mawa, key, body, (form, known) => {
      if (act === 'remove') return removeQuestion(form, field, known);
      if (act === 'retire' || act === 'restore')
        return retireQuestion(form, field, act === 'retire');
      return moveQuestion(form, field, act === 'up' ? 'up' : 'down');
    });
  }

  private onOverview(
    actor: Actor,
    mawa: FastifyRequest['mawa'],
    key: string,
    body: PostedFields | undefined,
    change: (form: FormDefinition, known: ReadonlySet<string>) => EditedDefinition,
  ): PageResponse {
    return showFormOnError(
      body ?? {},
      mawa.language,
      async () => {
        await this.drafts.edit(actor, key, revisionIn(body ?? {}), change);
        return redirect(`/forms/${key}/draft#sections`);
      },
      (form) => this.pages.overview(actor, mawa, key, form),
    );
  }
}
