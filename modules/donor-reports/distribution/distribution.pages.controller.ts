import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { FormActs } from '../../platform/web/form-acts';
import { type PostedFields, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { PublishDto, HandOutReasonDto, ReportLinkDto } from './distribution.dto';
import { type BuildDistributionForm, DistributionPages } from './distribution-pages.service';
import { Publications } from './publications.service';
import { ReportLinks } from './report-links.service';

interface DistributionFormTarget {
  readonly id: string;
  /** Below the report. */
  readonly path: string;
}
const publication: BuildDistributionForm = (forms, file) => forms.publication(file);
const replacement: BuildDistributionForm = (forms, file) => forms.replacement(file);
const link: BuildDistributionForm = (forms, file, terms) => forms.link(file, terms);
const withdrawal =
  (id: string): BuildDistributionForm =>
  (forms, file) =>
    forms.withdrawal(id)(file);

@ApiExcludeController()
@Controller('reports')
export class HandOutPagesController {
  private readonly acts = new FormActs<DistributionFormTarget, BuildDistributionForm>(
    ({ mawa }, { id, path }, build, form) =>
      this.pages.form(
        mawa.actor!,
        mawa.language,
        { id, action: `/reports/${id}${path}` },
        build,
        form,
      ),
    ({ id }) => redirect(`/reports/${id}/hand-out`, { kind: 'success', key: 'common:saved' }),
  );

  constructor(
    private readonly pages: DistributionPages,
    private readonly publications: Publications,
    private readonly links: ReportLinks,
  ) {}

  @Allow('reports:read')
  @Get(':id/hand-out')
  handOut(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.handOut(actor, id, mawa.language);
  }

  @Allow('reports:publish')
  @Get(':id/publications/new')
  publicationForm(@Id() id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: '/publications' }, publication);
  }

  @Allow('reports:publish')
  @Post(':id/publications')
  publish(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/publications' };
    return this.acts.take(request, place, PublishDto, body, publication, (given, once) =>
      this.publications.publish(actor, id, given, once),
    );
  }

  @Allow('reports:publish')
  @Get(':id/publications/:publicationId/withdrawal/new')
  withdrawalForm(
    @Id() id: string,
    @Id('publicationId') publicationId: string,
    @Req() request: FastifyRequest,
  ) {
    const path = `/publications/${publicationId}/withdrawal`;
    return this.acts.show(request, { id, path }, withdrawal(publicationId));
  }

  @Allow('reports:publish')
  @Post(':id/publications/:publicationId/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('publicationId') publicationId: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: `/publications/${publicationId}/withdrawal` };
    const build = withdrawal(publicationId);
    return this.acts.take(request, place, HandOutReasonDto, body, build, ({ reason }, once) =>
      this.publications.withdraw(actor, id, publicationId, reason, once),
    );
  }

  @Allow('reports:publish')
  @Get(':id/replacement/new')
  replacementForm(@Id() id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: '/replacement' }, replacement);
  }

  @Allow('reports:publish')
  @Post(':id/replacement')
  replace(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/replacement' };
    return this.acts.take(request, place, HandOutReasonDto, body, replacement, ({ reason }, once) =>
      this.publications.replace(actor, id, reason, once),
    );
  }

  @Allow('reports:publish')
  @Get(':id/links/new')
  linkForm(@Id() id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: '/links' }, link);
  }

  /** Answers with the page itself: the link and its password are shown here and nowhere else. */
  @Allow('reports:publish')
  @Post(':id/links')
  makeLink(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const { mawa } = request;
    const place = { id, action: `/reports/${id}/links` };
    return submitForm(
      ReportLinkDto,
      body,
      mawa.language,
      async (given) => this.pages.made(id, await this.links.make(actor, id, given), request),
      (form) => this.pages.form(actor, mawa.language, place, link, form),
    );
  }

  @Allow('reports:publish')
  @Post(':id/links/:linkId/end')
  async revoke(@CurrentActor() actor: Actor, @Id() id: string, @Id('linkId') linkId: string) {
    await this.links.revoke(actor, id, linkId);
    return redirect(`/reports/${id}/hand-out`, { kind: 'success', key: 'common:saved' });
  }

  @Allow('reports:publish')
  @Get(':id/links/:linkId/archive')
  archive(@CurrentActor() actor: Actor, @Id() id: string, @Id('linkId') linkId: string) {
    return this.links.archive(actor, id, linkId);
  }
}
