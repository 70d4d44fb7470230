import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type PostedFields, requestIdOf, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { Projects } from '../people/projects.service';
import { ProjectRecords } from '../project-records.service';
import { BeginProjectDto } from '../projects.dto';
import { ProjectPages } from './project-pages.view';
import { projectPath } from './project.view';

/** The projects of one person. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/projects')
export class PersonProjectsPagesController {
  constructor(
    private readonly pages: ProjectPages,
    private readonly projects: Projects,
  ) {}

  @Allow('projects:read')
  @Get()
  all(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.person(actor, mawa.language, id);
  }

  @Allow('projects:write')
  @Get('new')
  form(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.beginForm(actor, mawa.language, id, newForm());
  }

  @Allow('projects:write')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...fields }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ) {
    return submitForm(
      BeginProjectDto,
      fields,
      mawa.language,
      async (given) => {
        const made = await this.projects.begin(actor, id, given, requestIdOf(_request));
        return redirect(projectPath(made.id), { kind: 'success', key: 'projects:saved' });
      },
      (form) => this.pages.beginForm(actor, mawa.language, id, form),
    );
  }
}

@ApiTags('projects')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/projects')
export class PersonProjectsApiController {
  constructor(
    private readonly pages: ProjectPages,
    private readonly file: ProjectRecords,
    private readonly projects: Projects,
  ) {}

  /**
   * List the projects of a person.
   * Recorded.
   */
  @Allow('projects:read')
  @Get()
  async all(@CurrentActor() actor: Actor, @Id() id: string) {
    const all = await this.file.run(actor, (tx) => this.pages.ofPersonIn(tx, id));
    return { projects: all.map(({ wordsOf: _words, ...project }) => project) };
  }

  /** Begin a project of a person. */
  @Allow('projects:write')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: BeginProjectDto,
    @RequestId() once: string | null,
  ) {
    return this.projects.begin(actor, id, body, once);
  }
}
