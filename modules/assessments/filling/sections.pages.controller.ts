import { Body, Controller, Get, Param, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { orRefused } from '../../platform/web/forms';
import { type PageRedirect, type PageView, redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { SectionPages } from './section-pages.service';
import { FillSections } from './fill-sections.service';

/** One section a page: saved at each step, left and resumed. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/assessments/:assessmentId/sections/:section')
export class SectionsPagesController {
  constructor(
    private readonly pages: SectionPages,
    private readonly sections: FillSections,
  ) {}

  @Allow('assessments:write')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Param('section') name: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.show(actor, mawa, id, one, name);
  }

  @Allow('assessments:write')
  @Post()
  save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('assessmentId') one: string,
    @Param('section') name: string,
    @Body() body: Record<string, unknown> | undefined,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const ids = { id, one, name };
    return orRefused(
      async () => {
        const { path, opened } = await this.sections.save(actor, ids, body ?? {});
        return redirect(
          path,
          opened > 0
            ? { kind: 'info', key: 'assessments:fill.opened', params: { count: opened } }
            : undefined,
        );
      },
      async (error) => {
        const { form, revision } = await this.sections.again(
          actor,
          ids,
          body ?? {},
          error,
          mawa.language,
        );
        return this.pages.again(actor, mawa, ids, form, revision);
      },
    );
  }
}
