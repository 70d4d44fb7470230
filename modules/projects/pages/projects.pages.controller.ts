import { Body, Controller, Get, Param, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { FormActs } from '../../platform/web/form-acts';
import type { PostedFields } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { type ProjectAction, ProjectActions } from './project-actions.service';
import { type ProjectFormTarget, ProjectPages } from './project-pages.view';
import { projectPath } from './project.view';

const findAction = (acts: Readonly<Record<string, ProjectAction>>, name: string): ProjectAction => {
  if (!Object.hasOwn(acts, name)) throw notFound();
  return acts[name]!;
};

/** One project, and each act on it as a form of its own page. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('training/projects/:id')
export class ProjectsPagesController {
  private readonly done = ({ id }: ProjectFormTarget) =>
    redirect(projectPath(id), { kind: 'success', key: 'projects:saved' });
  private readonly forms = new FormActs<ProjectFormTarget, ProjectAction>(
    ({ mawa }, place, act, form) => this.pages.form(mawa.actor!, mawa.language, place, act, form),
    this.done,
  );
  private readonly payments = new FormActs<ProjectFormTarget, ProjectAction>(
    ({ mawa }, place, act, form) =>
      this.pages.form(mawa.actor!, mawa.language, place, act, form, false),
    this.done,
  );

  constructor(
    private readonly pages: ProjectPages,
    private readonly acts: ProjectActions,
  ) {}

  @Allow('projects:read')
  @Get()
  one(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.one(actor, mawa.language, id);
  }

  @Allow('projects:write')
  @Get(':act/new')
  form(@Id() id: string, @Param('act') act: string, @Req() request: FastifyRequest) {
    return this.forms.show(request, projectTarget(id, act), findAction(this.acts.own, act));
  }

  @Allow('projects:write')
  @Post(':act')
  take(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('act') name: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const act = findAction(this.acts.own, name);
    return this.forms.take(request, projectTarget(id, name), act.Dto, body, act, (given, once) =>
      act.take(actor, id, '', given, once),
    );
  }

  @Allow('projects:write')
  @Get(':act/:partId/new')
  partForm(
    @Id() id: string,
    @Param('act') act: string,
    @Id('partId') part: string,
    @Req() request: FastifyRequest,
  ) {
    return this.forms.show(request, partTarget(id, act, part), findAction(this.acts.ofPart, act));
  }

  @Allow('projects:write')
  @Post(':act/:partId')
  takePart(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('act') name: string,
    @Id('partId') part: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const act = findAction(this.acts.ofPart, name);
    return this.forms.take(request, partTarget(id, name, part), act.Dto, body, act, (given, once) =>
      act.take(actor, id, part, given, once),
    );
  }

  @Allow('projects:pay')
  @Get('tranches/:trancheId/payments/new')
  payForm(@Id() id: string, @Id('trancheId') part: string, @Req() request: FastifyRequest) {
    return this.payments.show(request, trancheTarget(id, part, 'payments'), this.acts.pay.payments);
  }

  @Allow('projects:pay')
  @Post('tranches/:trancheId/payments')
  pay(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trancheId') part: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const act = this.acts.pay.payments;
    const place = trancheTarget(id, part, 'payments');
    return this.payments.take(request, place, act.Dto, body, act, (given, once) =>
      act.take(actor, id, part, given, once),
    );
  }

  @Allow('projects:pay')
  @Get('tranches/:trancheId/taking-back/new')
  backForm(@Id() id: string, @Id('trancheId') part: string, @Req() request: FastifyRequest) {
    return this.payments.show(
      request,
      trancheTarget(id, part, 'taking-back'),
      this.acts.pay['taking-back'],
    );
  }

  @Allow('projects:pay')
  @Post('tranches/:trancheId/taking-back')
  takeBack(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trancheId') part: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const act = this.acts.pay['taking-back'];
    const place = trancheTarget(id, part, 'taking-back');
    return this.payments.take(request, place, act.Dto, body, act, (given, once) =>
      act.take(actor, id, part, given, once),
    );
  }
}

const projectTarget = (id: string, act: string): ProjectFormTarget => ({
  id,
  path: `/${act}`,
  part: null,
});
const partTarget = (id: string, act: string, part: string): ProjectFormTarget => ({
  id,
  part,
  path: `/${act}/${part}`,
});
const trancheTarget = (id: string, part: string, act: string): ProjectFormTarget => ({
  id,
  part,
  path: `/tranches/${part}/${act}`,
});
