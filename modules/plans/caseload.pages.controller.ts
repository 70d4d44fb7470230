import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { ListedNames } from '../beneficiaries';
import type { Actor } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { page } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { Caseloads } from './caseload.service';

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

@ApiTags('tasks')
@Controller('api/v1/caseload')
export class CaseloadApiController {
  constructor(private readonly caseloads: Caseloads) {}

  /** Show the caseload of each colleague. */
  @Allow('caseload:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Query('after') after: unknown) {
    return this.caseloads.list(actor, textOf(after));
  }

  /** List the cases of a colleague. */
  @Allow('caseload:read')
  @Get(':userId')
  cases(
    @CurrentActor() actor: Actor,
    @Id('userId') userId: string,
    @Query('after') after: unknown,
  ) {
    return this.caseloads.cases(actor, userId, textOf(after));
  }
}

@ApiExcludeController()
@Controller('caseload')
export class CaseloadPagesController {
  constructor(
    private readonly caseloads: Caseloads,
    private readonly names: ListedNames,
  ) {}

  @Allow('caseload:read')
  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Query() { after, officer, files }: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { officers, next, contactDays } = await this.caseloads.list(actor, textOf(after));
    const chosen = officers.find(({ userId }) => userId === officer);
    const { cases, next: moreFiles } = chosen
      ? await this.caseloads.cases(actor, chosen.userId, textOf(files))
      : { cases: [], next: null };
    const here = (more: Record<string, string | null>) => {
      const kept = { after: textOf(after), officer: chosen?.userId ?? null, ...more };
      const pairs = Object.entries(kept).filter((pair): pair is [string, string] => !!pair[1]);
      return `/caseload?${new URLSearchParams(pairs)}`;
    };
    const most = Math.max(1, ...officers.map(({ openCases }) => openCases));
    return page('plans/caseload', {
      title: translate(mawa.language, 'plans:caseload.title'),
      contactDays,
      officers: officers.map((one) => ({
        ...one,
        share: Math.round((100 * one.openCases) / most),
        path: `${here({ officer: one.userId })}#files`,
        chosen: one === chosen,
      })),
      chosen: chosen ?? null,
      cases,
      names: await this.names.of(
        actor,
        cases.map(({ caseId }) => caseId),
      ),
      moreFiles: moreFiles && `${here({ files: moreFiles })}#files`,
      firstFiles: textOf(files) && `${here({})}#files`,
      nextPath: next && `/caseload?after=${next}`,
      firstPath: textOf(after) && '/caseload',
    });
  }
}
