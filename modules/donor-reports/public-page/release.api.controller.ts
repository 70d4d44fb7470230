import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { FormActs } from '../../platform/web/form-acts';
import type { PostedFields } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { HandOutReasonDto } from '../distribution/distribution.dto';
import {
  type BuildDistributionForm,
  DistributionPages,
} from '../distribution/distribution-pages.service';
import { PublicReleases } from './public-releases.service';
import { PublicReleaseDto } from './release.dto';

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReleaseApiController {
  constructor(private readonly releases: PublicReleases) {}

  /**
   * Show whether a report is released to the public.
   * Whether it is released to the public, and how earlier releases ended.
   */
  @Allow('reports:read')
  @Get(':id/releases')
  all(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.releases.of(actor, id);
  }

  /** Release a report to the public. */
  @Allow('reports:publish')
  @Post(':id/releases')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() given: PublicReleaseDto,
    @RequestId() once: string | null,
  ) {
    return this.releases.release(actor, id, given, once);
  }

  /** Withdraw the public release of a report. */
  @Allow('reports:publish')
  @Post(':id/releases/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { reason }: HandOutReasonDto,
    @RequestId() once: string | null,
  ) {
    return this.releases.withdraw(actor, id, reason, once);
  }
}

interface ReleaseFormTarget {
  readonly id: string;
  readonly path: string;
}
const release: BuildDistributionForm = (forms, file) => forms.release(file);
const withdrawal: BuildDistributionForm = (forms, file) => forms.releaseWithdrawal(file);

@ApiExcludeController()
@Controller('reports')
export class ReleasePagesController {
  private readonly acts = new FormActs<ReleaseFormTarget, BuildDistributionForm>(
    ({ mawa }, { id, path }, build, form) => {
      const place = { id, action: `/reports/${id}${path}` };
      return this.pages.form(mawa.actor!, mawa.language, place, build, form);
    },
    ({ id }) => redirect(`/reports/${id}/hand-out`, { kind: 'success', key: 'common:saved' }),
  );

  constructor(
    private readonly pages: DistributionPages,
    private readonly releases: PublicReleases,
  ) {}

  @Allow('reports:publish')
  @Get(':id/releases/new')
  releaseForm(@Id() id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: '/releases' }, release);
  }

  @Allow('reports:publish')
  @Post(':id/releases')
  release(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/releases' };
    return this.acts.take(request, place, PublicReleaseDto, body, release, (given, once) =>
      this.releases.release(actor, id, given, once),
    );
  }

  @Allow('reports:publish')
  @Get(':id/releases/withdrawal/new')
  withdrawalForm(@Id() id: string, @Req() request: FastifyRequest) {
    return this.acts.show(request, { id, path: '/releases/withdrawal' }, withdrawal);
  }

  @Allow('reports:publish')
  @Post(':id/releases/withdrawal')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ) {
    const place = { id, path: '/releases/withdrawal' };
    return this.acts.take(request, place, HandOutReasonDto, body, withdrawal, ({ reason }, once) =>
      this.releases.withdraw(actor, id, reason, once),
    );
  }
}
