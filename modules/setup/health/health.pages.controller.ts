import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../../access';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { healthModel } from './health.view';
import { InstallationHealth } from './installation-health.service';

@ApiExcludeController()
@Controller('admin/health')
export class HealthPagesController {
  constructor(private readonly health: InstallationHealth) {}

  @Allow('health:read')
  @Get()
  async show(@Req() { mawa: { language } }: FastifyRequest): Promise<PageView> {
    return page('setup/health', {
      title: translate(language, 'health:title'),
      ...healthModel(await this.health.check(), language),
    });
  }
}
