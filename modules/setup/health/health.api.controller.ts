import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../../access';
import { findingWords } from './health.view';
import { InstallationHealth } from './installation-health.service';

@ApiTags('setup')
@Controller('api/v1/health')
export class HealthApiController {
  constructor(private readonly health: InstallationHealth) {}

  /**
   * Show the health checks of the installation.
   * Each check with its state (`good`, `note`, `wrong`, `not_asked`), in the language of the account.
   */
  @Allow('health:read')
  @Get()
  async show(@Req() { mawa: { language } }: FastifyRequest) {
    const sections = await this.health.check();
    return {
      sections: sections.map(({ section, state, findings }) => ({
        section,
        state,
        findings: findings.map((finding) => findingWords(finding, language)),
      })),
    };
  }
}
