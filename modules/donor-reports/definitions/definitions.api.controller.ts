import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  type PipeTransform,
  Post,
  Put,
  Query,
  Req,
} from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { type PostedFields, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { DefinitionPages, ROOT } from './definition-pages.service';
import {
  CopyDefinitionDto,
  EditDefinitionDto,
  KIND,
  PreviewDto,
  DefinitionRevisionDto,
  WriteDefinitionDto,
} from './definitions.dto';
import { Definitions } from './definitions.service';
import { anchorOf, applied, SAVE_ANCHOR } from './definition-editor.form';
import { PreviewDefinition } from './preview-definition.service';

/** What is no name of a kind names none. */
const kindPipe: PipeTransform<string, string> = {
  transform(value) {
    if (!KIND.test(value)) throw notFound();
    return value;
  },
};
const Kind = () => Param('kind', kindPipe);

const copied = ({ kind, titleFr, titleAr, titleEn }: CopyDefinitionDto) => ({
  kind,
  title: { fr: titleFr, ar: titleAr, en: titleEn },
});

@ApiTags('report-definitions')
@Controller('api/v1/report-definitions')
export class DefinitionsApiController {
  constructor(
    private readonly definitions: Definitions,
    private readonly previews: PreviewDefinition,
  ) {}

  /** List the report definitions. */
  @Allow('report-definitions:read')
  @Get()
  all(@CurrentActor() actor: Actor) {
    return this.definitions.all(actor);
  }

  /** Show a report definition with its editions. */
  @Allow('report-definitions:read')
  @Get(':kind')
  one(@CurrentActor() actor: Actor, @Kind() kind: string) {
    return this.definitions.one(actor, kind);
  }

  /**
   * Preview a report definition on the figures of a period.
   * On the figures of a period, as the audience would see it; nothing is kept.
   */
  @Allow('report-definitions:read')
  @Get(':kind/preview')
  preview(@CurrentActor() actor: Actor, @Kind() kind: string, @Query() asked: PreviewDto) {
    return this.previews.of(actor, kind, asked);
  }

  /**
   * Copy a report definition to begin another one.
   * Begins a report of one's own as this one is.
   */
  @Allow('report-definitions:write')
  @Post(':kind/copies')
  copy(
    @CurrentActor() actor: Actor,
    @Kind() kind: string,
    @Body() given: CopyDefinitionDto,
    @RequestId() once: string | null,
  ) {
    return this.definitions.copy(actor, kind, copied(given), once);
  }

  /**
   * Start the draft of the next edition of a report definition.
   * Begins the next edition.
   */
  @Allow('report-definitions:write')
  @Post(':kind/draft')
  draft(@CurrentActor() actor: Actor, @Kind() kind: string, @RequestId() once: string | null) {
    return this.definitions.draft(actor, kind, once);
  }

  /**
   * Save the draft of a report definition.
   * Keeps the draft as it is given.
   */
  @Allow('report-definitions:write')
  @Put(':kind/draft')
  write(@CurrentActor() actor: Actor, @Kind() kind: string, @Body() given: WriteDefinitionDto) {
    return this.definitions.write(actor, kind, given);
  }

  /** Delete the draft of a report definition. */
  @Allow('report-definitions:write')
  @Delete(':kind/draft')
  @HttpCode(204)
  drop(@CurrentActor() actor: Actor, @Kind() kind: string): Promise<void> {
    return this.definitions.drop(actor, kind);
  }

  /**
   * Put the draft of a report definition in force.
   * Puts the draft in force: an edition that never changes again.
   */
  @Allow('report-definitions:write')
  @Post(':kind/editions')
  putInForce(
    @CurrentActor() actor: Actor,
    @Kind() kind: string,
    @Body() { revision }: DefinitionRevisionDto,
    @RequestId() once: string | null,
  ) {
    return this.definitions.putInForce(actor, kind, revision, once);
  }
}

@ApiExcludeController()
@Controller('report-definitions')
export class DefinitionsPagesController {
  constructor(
    private readonly pages: DefinitionPages,
    private readonly definitions: Definitions,
  ) {}

  @Allow('report-definitions:read')
  @Get()
  all(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest) {
    return this.pages.all(actor, mawa.language);
  }

  @Allow('report-definitions:read')
  @Get(':kind')
  one(@CurrentActor() actor: Actor, @Kind() kind: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, kind, mawa.language);
  }

  @Allow('report-definitions:write')
  @Post(':kind/copies')
  copy(
    @CurrentActor() actor: Actor,
    @Kind() kind: string,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ) {
    return submitForm(
      CopyDefinitionDto,
      body,
      mawa.language,
      async (given) => {
        const made = await this.definitions.copy(actor, kind, copied(given));
        return redirect(`${ROOT}/${made.kind}/draft`);
      },
      (form) => this.pages.one(actor, kind, mawa.language, form),
    );
  }

  @Allow('report-definitions:write')
  @Post(':kind/drafts')
  async begin(@CurrentActor() actor: Actor, @Kind() kind: string) {
    await this.definitions.draft(actor, kind);
    return redirect(`${ROOT}/${kind}/draft`);
  }

  @Allow('report-definitions:write')
  @Get(':kind/draft')
  editor(@CurrentActor() actor: Actor, @Kind() kind: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.editor(actor, kind, mawa.language);
  }

  /** One press in the editor: what was typed is kept, and the button does its act. */
  @Allow('report-definitions:write')
  @Post(':kind/draft')
  edit(
    @CurrentActor() actor: Actor,
    @Kind() kind: string,
    @Body() body: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ) {
    return submitForm(
      EditDefinitionDto,
      body,
      mawa.language,
      async (form) => {
        let anchor = SAVE_ANCHOR;
        const kept = await this.definitions.change(actor, kind, form.revision, (before) => {
          const after = applied(form)(before);
          anchor = anchorOf(form, before, after);
          return after;
        });
        if (form.act !== 'put-in-force') return redirect(`${ROOT}/${kind}/draft#${anchor}`);
        await this.definitions.putInForce(actor, kind, kept.revision);
        return redirect(`${ROOT}/${kind}`, { kind: 'success', key: 'definitions:in_force_now' });
      },
      // What another wrote meanwhile is shown, not what was typed over it.
      (form) =>
        this.pages.editor(
          actor,
          kind,
          mawa.language,
          form.status === 409 ? { ...form, values: {} } : form,
        ),
    );
  }

  @Allow('report-definitions:write')
  @Post(':kind/draft/drop')
  async drop(@CurrentActor() actor: Actor, @Kind() kind: string) {
    await this.definitions.drop(actor, kind);
    return redirect(ROOT);
  }

  @Allow('report-definitions:read')
  @Get(':kind/preview')
  preview(
    @CurrentActor() actor: Actor,
    @Kind() kind: string,
    @Query() asked: PreviewDto,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.preview(actor, kind, asked, mawa.language);
  }
}
