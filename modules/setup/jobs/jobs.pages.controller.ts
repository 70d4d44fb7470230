import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { Id } from '../../platform/web/id.decorator';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { BackgroundJobs } from './background-jobs.service';
import { jobsModel } from './jobs.view';

const PATH = '/admin/jobs';
const ENDED_SHOWN = 20;

@ApiExcludeController()
@Controller('admin/jobs')
export class JobsPagesController {
  constructor(private readonly jobs: BackgroundJobs) {}

  @Allow('jobs:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    return page('setup/jobs', {
      title: translate(language, 'jobs:title'),
      open: jobsModel(await this.jobs.list(actor, ['waiting', 'running']), language),
      failed: jobsModel(await this.jobs.list(actor, ['failed']), language),
      ended: jobsModel(
        await this.jobs.list(actor, ['done', 'refused', 'cancelled'], ENDED_SHOWN),
        language,
      ),
    });
  }

  @Allow('jobs:retry')
  @Post(':id/retries')
  async retry(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.jobs.retry(actor, id);
    return redirect(PATH, { kind: 'success', key: 'jobs:retried' });
  }
}
