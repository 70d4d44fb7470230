import { Controller, Get, HttpCode, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { type FormState, newForm } from '../platform/web/forms';
import { page, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { CaseFiles } from './case-file.service';
import { caseFileModel } from './case-file.view';
import { CaseTabs } from './case-tabs.service';
import { type Identity, ShowIdentity } from './show-identity.service';
import { pictureModel } from './timeline-picture.view';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id')
export class CaseFilePagesController {
  constructor(
    private readonly files: CaseFiles,
    private readonly identity: ShowIdentity,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('people:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query('kind') kind: unknown,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, request, { kind: typeof kind === 'string' ? kind : null });
  }

  /** The deliberate "show": the page with who it is; a reload asks, and records, again. */
  @Allow('people:show-identity')
  @Post('identity')
  @HttpCode(200)
  async showIdentity(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, request, { identity: await this.identity.run(actor, id) });
  }

  private async view(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    more: { kind?: string | null; identity?: Identity; form?: FormState },
  ): Promise<PageView> {
    const { file, header, timeline, today } = await this.files.withTimeline(actor, id);
    const { kind = null, identity = null, form = newForm() } = more;
    const { language } = mawa;
    const tabs = this.tabs.rowUnder(header, { actor, language, caseId: id, current: '' });
    return page(
      'people/file',
      caseFileModel({
        actor,
        language,
        file,
        timeline,
        kind,
        identity,
        form,
        tabs,
        picture: pictureModel({
          file,
          timeline,
          language,
          today,
          offsetMinutes: mawa.programme.offsetMinutes ?? 0,
        }),
      }),
    );
  }
}
